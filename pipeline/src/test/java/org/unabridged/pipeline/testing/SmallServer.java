package org.unabridged.pipeline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on loopback that speaks as vLLM does, and whose model names the lines with the words
 * "laws of". A token is four characters.
 */
public final class SmallServer implements AutoCloseable {
  /** The model that it has. */
  public static final String MODEL = "Qwen/Qwen3.5-4B";

  /** How many tokens each answer counts for. */
  public static final int TOKENS_WRITTEN = 10;

  /** System property: milliseconds that each answer takes. */
  public static final String DELAY = "small.delay";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern LINE = Pattern.compile("(?m)^(\\d+)\\| (.*laws of.*)$");
  private static final Pattern ITEM = Pattern.compile("(?m)^- ([a-z0-9-]+): ");
  private static final long WINDOW = 20_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger answers = new AtomicInteger();
  private final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Instant> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicLong tokensSent = new AtomicLong();
  private volatile String unanswerable = "\0";

  private SmallServer(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  public static SmallServer start() throws IOException {
    return start(0);
  }

  /** Starts one on a port; argument of a process of its own, which can be killed. */
  public static void main(String[] arguments) throws IOException {
    start(Integer.parseInt(arguments[0]));
  }

  private static SmallServer start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    SmallServer small = new SmallServer(server);
    server.setExecutor(small.threads);
    server.createContext("/", small::handle);
    server.start();
    return small;
  }

  /** Where it is. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** From now on writes no JSON where this is asked about; nothing is asked about {@code "\0"}. */
  public void writeNonsenseAbout(String words) {
    unanswerable = words;
  }

  /** Answers given so far. */
  public int answers() {
    return answers.get();
  }

  /** All requests for an answer. */
  public List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  /** When each request for an answer came. */
  public List<Instant> arrivals() {
    return List.copyOf(arrivals);
  }

  /** Tokens of all requests for an answer; each answer has {@link #TOKENS_WRITTEN}. */
  public long tokensSent() {
    return tokensSent.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    JsonNode request = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
    ObjectNode reply = MAPPER.createObjectNode();
    switch (path) {
      case "/v1/models" ->
          reply.putArray("data").addObject().put("id", MODEL).put("max_model_len", WINDOW);
      case "/tokenize" ->
          reply.put("count", tokens(request)).put("max_model_len", WINDOW).putArray("tokens");
      case "/v1/chat/completions" -> {
        arrivals.add(Instant.now());
        answers.incrementAndGet();
        requests.add(request);
        tokensSent.addAndGet(tokens(request));
        LockSupport.parkNanos(Duration.ofMillis(Integer.getInteger(DELAY, 0)).toNanos());
        send(exchange, "text/event-stream", stream(request));
        return;
      }
      default -> {}
    }
    send(exchange, "application/json", reply.toString());
  }

  private static void send(HttpExchange exchange, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static long tokens(JsonNode request) {
    return prompt(request).length() / 4 + 1;
  }

  private static String prompt(JsonNode request) {
    StringBuilder prompt = new StringBuilder();
    request.path("messages").forEach(message -> prompt.append(message.path("content").asText()));
    return prompt.toString();
  }

  private String stream(JsonNode request) {
    ObjectNode piece = MAPPER.createObjectNode();
    ObjectNode choice = piece.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop");
    choice.putObject("delta").put("content", answer(prompt(request)));
    ObjectNode usage = MAPPER.createObjectNode();
    usage.putArray("choices");
    usage
        .putObject("usage")
        .put("prompt_tokens", tokens(request))
        .put("completion_tokens", TOKENS_WRITTEN)
        .put("total_tokens", tokens(request) + TOKENS_WRITTEN);
    return "data: " + piece + "\n\ndata: " + usage + "\n\ndata: [DONE]\n\n";
  }

  private String answer(String prompt) {
    if (prompt.contains(unanswerable)) {
      return "I would rather not say.";
    }
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("start_mark", mark(prompt, "start")).put("end_mark", mark(prompt, "end"));
    if (prompt.contains("Summarise document")) {
      answer.putArray("sentences");
      return answer.toString();
    }
    for (Matcher item = ITEM.matcher(prompt); item.find(); ) {
      var list = answer.putArray(item.group(1));
      if (item.group(1).equals("governing-law")) {
        for (Matcher line = LINE.matcher(prompt); line.find(); ) {
          int number = Integer.parseInt(line.group(1));
          List<String> words = List.of(line.group(2).split(" "));
          list.addObject()
              .put("first_line", number)
              .put("last_line", number)
              .put("first_words", String.join(" ", words.subList(0, 3)))
              .put("last_words", String.join(" ", words.subList(words.size() - 3, words.size())));
        }
      }
    }
    return answer.toString();
  }

  private static String mark(String prompt, String which) {
    Matcher matcher = Pattern.compile("The " + which + " mark is ([A-Z]+)\\.").matcher(prompt);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
