package org.unabridged.inference.remote.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.Dialect;

/** A server on loopback, a thread for each connection. */
public final class ScriptedServer implements AutoCloseable {

  /** Between two pieces of a slow drip. */
  private static final long DRIP_MILLISECONDS = 20;

  /** The name of the model that it claims to have. */
  public static final String MODEL = "Qwen/Qwen3.5-4B";

  private final ServerSocket listening;
  private final Dialect dialect;
  private final DialectReplies replies;
  private final ScriptedModel model;
  private final FaultPlan faults;
  private final long window;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicInteger brokenOff = new AtomicInteger();
  private final Map<Fault, AtomicLong> met = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<HttpMessage> received = new ConcurrentLinkedQueue<>();
  private @Nullable String required;

  private ScriptedServer(Dialect dialect, long window, ScriptedModel model, FaultPlan faults)
      throws IOException {
    this.dialect = dialect;
    this.replies = new DialectReplies(dialect, MODEL, window);
    this.model = model;
    this.faults = faults;
    this.window = window;
    this.listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  }

  /** Starts a server on a free port. */
  public static ScriptedServer start(
      Dialect dialect, long window, ScriptedModel model, FaultPlan faults) throws IOException {
    ScriptedServer server = new ScriptedServer(dialect, window, model, faults);
    thread(server::listen, "scripted-server");
    return server;
  }

  /** Demands a key from now on. */
  public ScriptedServer requiring(String key) {
    required = "Bearer " + key;
    return this;
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** Requests for an answer so far. */
  public long asked() {
    return asked.get();
  }

  /** How often each fault was met. */
  public long met(Fault fault) {
    AtomicLong count = met.get(fault);
    return count == null ? 0 : count.get();
  }

  /** Connections that a client broke off while a reply was due. */
  public int brokenOff() {
    return brokenOff.get();
  }

  /** Every request, in the order in which they came. */
  public List<HttpMessage> received() {
    return List.copyOf(received);
  }

  private static void thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        thread(() -> serve(connection), "scripted-connection");
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection;
        BufferedInputStream in = new BufferedInputStream(connection.getInputStream())) {
      OutputStream out = connection.getOutputStream();
      for (HttpMessage message = HttpMessage.read(in);
          message != null;
          message = HttpMessage.read(in)) {
        received.add(message);
        if (!reply(message, in, out)) {
          return;
        }
      }
    } catch (IOException e) {
      brokenOff.incrementAndGet();
    } finally {
      connections.remove(connection);
    }
  }

  /** Whether the connection is still good. */
  private boolean reply(HttpMessage message, BufferedInputStream in, OutputStream out)
      throws IOException {
    if (required != null && !required.equals(message.headers().get("authorization"))) {
      String key = message.headers().getOrDefault("authorization", "");
      HttpReply.json(401, "{\"error\":{\"message\":\"Incorrect API key: " + key + "\"}}")
          .write(out);
      return true;
    }
    if (!isCompletion(message.path())) {
      replies.other(message).write(out);
      return true;
    }
    long number = asked.getAndIncrement();
    Fault fault = faults.fault(number);
    if (fault != null) {
      met.computeIfAbsent(fault, key -> new AtomicLong()).incrementAndGet();
    }
    return answer(DialectReplies.json(message), fault, in, out);
  }

  private boolean isCompletion(String path) {
    return path.equals(dialect == Dialect.OLLAMA ? "/api/chat" : "/v1/chat/completions");
  }

  private boolean answer(
      JsonNode request, @Nullable Fault fault, BufferedInputStream in, OutputStream out)
      throws IOException {
    boolean streamed = request.path("stream").asBoolean();
    String prompt = ScriptedTokens.prompt(request.path("messages"));
    long tokens = ScriptedTokens.count(prompt);
    long output = request.path("max_tokens").asLong();
    boolean cuts = dialect == Dialect.OLLAMA;
    if (tokens + output > window && !cuts) {
      replies.overflow(tokens, output).write(out);
      return true;
    }
    String read = cuts ? cut(prompt, window) : prompt;
    if (fault == null) {
      answer(read, ScriptedTokens.count(read), streamed).write(out);
      return true;
    }
    String quoted = prompt.substring(0, Math.min(200, prompt.length()));
    switch (fault) {
      case TOO_MANY_REQUESTS_RETRY_AFTER ->
          replies.tooManyRequests(quoted).with("Retry-After", "0").write(out);
      case TOO_MANY_REQUESTS -> replies.tooManyRequests(quoted).write(out);
      case SERVER_ERROR -> replies.serverError(quoted).write(out);
      case UNAVAILABLE -> replies.unavailable().write(out);
      case ERROR_IN_SUCCESS -> replies.errorInSuccess(quoted, streamed).write(out);
      case INVALID_JSON -> replies.invalidJson(streamed).write(out);
      case EMPTY_CHOICES -> replies.emptyChoices(tokens, streamed).write(out);
      case FENCED_JSON ->
          replies
              .answer("```json\n" + model.answer(read) + "\n```", tokens, 0, streamed)
              .write(out);
      case LEAKED_THINKING ->
          replies
              .answer("The document says…\n</think>\n\n" + model.answer(read), tokens, 0, streamed)
              .write(out);
      case TRUNCATED_PROMPT -> {
        String half = prompt.substring(prompt.length() / 2);
        answer(half, ScriptedTokens.count(half), streamed).write(out);
      }
      case WRONG_USAGE -> answer(read, tokens + 7, streamed).write(out);
      case DEAD_SOCKET -> {
        answer(read, tokens, streamed).writeHalf(out);
        return false;
      }
      case SLOW_DRIP -> {
        drip(answer(read, tokens, streamed), out);
        return false;
      }
      case STALL -> {
        begin(answer(read, tokens, streamed), out);
        awaitEnd(in);
        return false;
      }
      case HANG -> {
        awaitEnd(in);
        return false;
      }
    }
    return true;
  }

  /** What a model writes behind U+0000 is the server's own word that it can not read it. */
  private HttpReply answer(String read, long tokens, boolean streamed) {
    String answer = model.answer(read);
    return answer.startsWith("\u0000")
        ? replies.unreadable(answer.substring(1), streamed)
        : replies.answer(answer, tokens, 0, streamed);
  }

  /** What Ollama keeps of a prompt that is too long. */
  private static String cut(String prompt, long window) {
    long most = window * 3;
    return prompt.length() <= most ? prompt : prompt.substring((int) (prompt.length() - most));
  }

  /** A beginning, then pieces that say nothing, for as long as anyone listens. */
  private void drip(HttpReply reply, OutputStream out) throws IOException {
    begin(reply, out);
    while (true) {
      HttpReply.chunk(out, replies.nothing().getBytes(StandardCharsets.UTF_8));
      try {
        Thread.sleep(DRIP_MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void begin(HttpReply reply, OutputStream out) throws IOException {
    out.write(reply.head().getBytes(StandardCharsets.ISO_8859_1));
    for (String piece : reply.pieces().subList(0, Math.min(2, reply.pieces().size() - 1))) {
      HttpReply.chunk(out, piece.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Waits until the client is gone. */
  private void awaitEnd(BufferedInputStream in) throws IOException {
    if (in.read() < 0) {
      brokenOff.incrementAndGet();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
