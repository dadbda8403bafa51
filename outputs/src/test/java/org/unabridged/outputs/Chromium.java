package org.unabridged.outputs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, driven over its own protocol. For one thread. */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> messages;
  private final List<JsonNode> events = new ArrayList<>();
  private String session = "";
  private int requests;

  private Chromium(Process process, WebSocket socket, BlockingQueue<JsonNode> messages) {
    this.process = process;
    this.socket = socket;
    this.messages = messages;
  }

  /** The program; empty when this machine has none. */
  static Optional<Path> program() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(":")) {
      for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  static Chromium start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                // Two hundred documents are opened faster than any reader would.
                "--disable-ipc-flooding-protection",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address(process)), new Listener(messages))
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    Chromium chromium = new Chromium(process, socket, messages);
    chromium.attach();
    return chromium;
  }

  private static String address(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int at = line.indexOf("ws://");
      if (at >= 0) {
        return line.substring(at).strip();
      }
    }
    throw new IOException("Chromium ended before it listened");
  }

  private void attach() throws Exception {
    String target =
        call("Target.createTarget", Map.of("url", "about:blank")).get("targetId").textValue();
    session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .textValue();
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Opens a file and waits until its script has drawn it. */
  void open(Path file) throws Exception {
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    until("!!window.report && document.readyState === 'complete'");
  }

  /** Waits until an expression is true. */
  void until(String expression) throws Exception {
    run(
        "new Promise((done, failed) => { const start = Date.now(); const look = () => ("
            + expression
            + ") ? done(true) : Date.now() - start > 30000"
            + " ? failed(new Error('never became true')) : setTimeout(look, 10); look(); })");
  }

  /** The value of an expression; that of a promise once it has one. */
  JsonNode run(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  void press(String key) throws Exception {
    String text = key.length() == 1 ? key : "";
    call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", text));
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  /** What the page has done of a kind since the start, such as asking for addresses. */
  List<JsonNode> events(String method) {
    return events.stream().filter(event -> method.equals(event.path("method").asText())).toList();
  }

  byte[] bytes(String method, Map<String, ?> parameters) throws Exception {
    return Base64.getDecoder().decode(call(method, parameters).get("data").textValue());
  }

  JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++requests;
    ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
    request.set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      request.put("sessionId", session);
    }
    socket.sendText(request.toString(), true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    while (true) {
      JsonNode message = messages.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IOException("Chromium did not answer " + method);
      }
      if (message.path("id").asInt() != id) {
        events.add(message);
      } else if (message.has("error")) {
        throw new IOException(method + ": " + message.get("error"));
      } else {
        return message.get("result");
      }
    }
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /** Puts the parts of a message together. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> messages;
    private final StringBuilder parts = new StringBuilder();

    Listener(BlockingQueue<JsonNode> messages) {
      this.messages = messages;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        try {
          messages.add(JSON.readTree(parts.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
