package org.unabridged.inference.remote.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.Dialect;

/** What servers send, body by body. */
final class DialectReplies {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Dialect dialect;
  private final String model;
  private final long window;

  DialectReplies(Dialect dialect, String model, long window) {
    this.dialect = dialect;
    this.model = model;
    this.window = window;
  }

  /** An answer that goes as it should, with what its usage claims. */
  HttpReply answer(String content, long promptTokens, long cachedTokens, boolean streamed) {
    long written = ScriptedTokens.count(content);
    if (dialect == Dialect.OLLAMA) {
      return ollamaAnswer(content, promptTokens, written, streamed);
    }
    ObjectNode usage = usage(promptTokens, cachedTokens, written);
    if (!streamed) {
      ObjectNode body = chunk("chat.completion");
      ObjectNode choice = body.putArray("choices").addObject();
      choice.put("index", 0).put("finish_reason", "stop");
      choice.putObject("message").put("role", "assistant").put("content", content);
      body.set("usage", usage);
      return HttpReply.json(200, body.toString());
    }
    List<String> pieces = new ArrayList<>();
    pieces.add(": keep-alive\n\n");
    pieces.add(event(delta("", null)));
    for (String part : parts(content)) {
      pieces.add(event(delta(part, null)));
    }
    pieces.add(event(delta("", "stop")));
    ObjectNode last = chunk("chat.completion.chunk");
    last.putArray("choices");
    last.set("usage", usage);
    pieces.add(event(last));
    pieces.add("data: [DONE]\n\n");
    return events(pieces);
  }

  private ObjectNode usage(long promptTokens, long cachedTokens, long written) {
    ObjectNode usage = MAPPER.createObjectNode();
    usage.put("prompt_tokens", promptTokens);
    usage.put("completion_tokens", written);
    usage.put("total_tokens", promptTokens + written);
    usage.putObject("prompt_tokens_details").put("cached_tokens", cachedTokens);
    return usage;
  }

  private HttpReply ollamaAnswer(
      String content, long promptTokens, long written, boolean streamed) {
    List<String> lines = new ArrayList<>();
    List<String> parts = streamed ? parts(content) : List.of();
    for (String part : parts) {
      lines.add(ollamaLine(part).put("done", false) + "\n");
    }
    ObjectNode last = ollamaLine(streamed ? "" : content);
    last.put("done", true).put("done_reason", "stop");
    last.put("total_duration", 1_000_000L);
    last.put("prompt_eval_count", promptTokens).put("eval_count", written);
    lines.add(last + "\n");
    return new HttpReply(
        200, Map.of("Content-Type", streamed ? "application/x-ndjson" : "application/json"), lines);
  }

  private ObjectNode ollamaLine(String content) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("model", model).put("created_at", "2026-03-01T00:00:00Z");
    line.putObject("message").put("role", "assistant").put("content", content);
    return line;
  }

  private ObjectNode chunk(String object) {
    return MAPPER
        .createObjectNode()
        .put("id", "chatcmpl-1")
        .put("object", object)
        .put("created", 1_700_000_000)
        .put("model", model);
  }

  private ObjectNode delta(String content, @Nullable String finish) {
    ObjectNode chunk = chunk("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", finish);
    choice.putObject("delta").put("role", "assistant").put("content", content);
    return chunk;
  }

  /** About as many pieces as tokens, for short answers. */
  private static List<String> parts(String content) {
    List<String> parts = new ArrayList<>();
    int step = Math.max(6, content.length() / 16);
    for (int i = 0; i < content.length(); i += step) {
      parts.add(content.substring(i, Math.min(content.length(), i + step)));
    }
    return parts;
  }

  private static String event(JsonNode data) {
    return "data: " + data + "\n\n";
  }

  private static HttpReply events(List<String> pieces) {
    return new HttpReply(200, Map.of("Content-Type", "text/event-stream; charset=utf-8"), pieces);
  }

  /** A piece of an answer with no text in it. */
  String nothing() {
    return dialect == Dialect.OLLAMA
        ? ollamaLine("").put("done", false) + "\n"
        : event(delta("", null));
  }

  /** No choices, and otherwise well. */
  HttpReply emptyChoices(long promptTokens, boolean streamed) {
    if (dialect == Dialect.OLLAMA) {
      return HttpReply.json(200, "{\"model\":\"" + model + "\"}\n");
    }
    ObjectNode body = chunk(streamed ? "chat.completion.chunk" : "chat.completion");
    body.putArray("choices");
    body.set("usage", usage(promptTokens, 0, 0));
    return streamed
        ? events(List.of(event(body), "data: [DONE]\n\n"))
        : HttpReply.json(200, body.toString());
  }

  HttpReply invalidJson(boolean streamed) {
    return streamed && dialect != Dialect.OLLAMA
        ? events(List.of("data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"delta\":\n\n"))
        : HttpReply.json(200, "<html><body>502 Bad Gateway</body></html>");
  }

  /** An error where an answer is expected; the words quote the request, as servers do. */
  HttpReply errorInSuccess(String quoted, boolean streamed) {
    String error = error(503, "The request queue is full. " + quoted, "InternalServerError");
    return streamed && dialect != Dialect.OLLAMA
        ? events(List.of("data: " + error + "\n\n"))
        : HttpReply.json(200, error + "\n");
  }

  HttpReply unreadable(String message, boolean streamed) {
    String error = error(500, message, "server_error");
    return streamed && dialect != Dialect.OLLAMA
        ? events(List.of("data: " + error + "\n\n"))
        : HttpReply.json(500, error + "\n");
  }

  HttpReply tooManyRequests(String quoted) {
    return switch (dialect) {
      case MODEL_STUDIO ->
          HttpReply.json(
              429,
              """
              {"error":{"message":"Requests rate limit exceeded, %s","type":"limit_requests",\
              "param":null,"code":"Throttling.RateQuota"}}\
              """
                  .formatted(quoted));
      case OLLAMA, VLLM, SGLANG, LLAMA_SERVER, OPENAI ->
          HttpReply.json(429, error(429, "Too many requests, " + quoted, "RateLimitError"));
    };
  }

  HttpReply serverError(String quoted) {
    return HttpReply.json(500, error(500, "EngineCore died on " + quoted, "InternalServerError"));
  }

  HttpReply unavailable() {
    return switch (dialect) {
      case LLAMA_SERVER -> HttpReply.json(503, error(503, "Loading model", "unavailable_error"));
      case SGLANG ->
          HttpReply.json(503, error(503, "The request queue is full.", "ServiceUnavailable"));
      case OLLAMA ->
          HttpReply.json(
              503,
              error(503, "server busy, please try again.  maximum pending requests exceeded", ""));
      case VLLM, MODEL_STUDIO, OPENAI ->
          new HttpReply(503, Map.of("Content-Type", "text/html"), List.of("<html>503</html>"));
    };
  }

  /** The prompt is too long, in the dialect's words. */
  HttpReply overflow(long tokens, long output) {
    return switch (dialect) {
      case VLLM ->
          HttpReply.json(
              400,
              error(
                  400,
                  """
                  This model's maximum context length is %d tokens. However, you requested %d output \
                  tokens and your prompt contains at least %d input tokens, for a total of at least \
                  %d tokens. Please reduce the length of the input prompt or the number of \
                  requested output tokens. (parameter=input_tokens, value=%d)\
                  """
                      .formatted(window, output, tokens, tokens + output, tokens),
                  "BadRequestError"));
      case SGLANG ->
          HttpReply.json(
              400,
              error(
                  400,
                  "The input (%d tokens) is longer than the model's context length (%d tokens)."
                      .formatted(tokens, window),
                  "BadRequestError"));
      case LLAMA_SERVER ->
          HttpReply.json(
              400,
              """
              {"error":{"code":400,"message":"request (%d tokens) exceeds the available context \
              size (%d tokens), try increasing it","type":"exceed_context_size_error",\
              "n_prompt_tokens":%d,"n_ctx":%d}}\
              """
                  .formatted(tokens, window, tokens, window));
      case MODEL_STUDIO ->
          HttpReply.json(
              400,
              """
              {"error":{"message":"Range of input length should be [1, %d]",\
              "type":"invalid_request_error","param":null,"code":"invalid_parameter_error"}}\
              """
                  .formatted(window));
      case OPENAI, OLLAMA ->
          HttpReply.json(
              400,
              """
              {"error":{"message":"This model's maximum context length is %d tokens. However, your \
              messages resulted in %d tokens.","type":"invalid_request_error",\
              "param":"messages","code":"context_length_exceeded"}}\
              """
                  .formatted(window, tokens));
    };
  }

  private String error(int status, String message, String type) {
    ObjectNode error = MAPPER.createObjectNode();
    switch (dialect) {
      case VLLM, LLAMA_SERVER, MODEL_STUDIO, OPENAI ->
          error
              .putObject("error")
              .put("message", message)
              .put("type", type)
              .putNull("param")
              .put("code", status);
      case SGLANG ->
          error
              .put("object", "error")
              .put("message", message)
              .put("type", type)
              .putNull("param")
              .put("code", status);
      case OLLAMA -> error.put("error", message);
    }
    return error.toString();
  }

  /** Counts, descriptions and health; a reply of 404 to anything unknown. */
  HttpReply other(HttpMessage message) {
    return switch (message.path()) {
      case "/health", "/api/version" -> HttpReply.json(200, "{\"status\":\"ok\"}");
      case "/v1/models" -> HttpReply.json(200, models());
      case "/props" -> HttpReply.json(200, properties());
      case "/api/tags" ->
          HttpReply.json(200, "{\"models\":[{\"name\":\"" + model + "\",\"size\":1}]}");
      case "/api/show" ->
          HttpReply.json(200, "{\"model_info\":{\"qwen35.context_length\":" + window + "}}");
      case "/tokenize" -> HttpReply.json(200, tokens(json(message)));
      case "/apply-template" -> HttpReply.json(200, template(json(message)));
      default -> HttpReply.json(404, error(404, "no " + message.path(), "not_found_error"));
    };
  }

  private String models() {
    ObjectNode body = MAPPER.createObjectNode().put("object", "list");
    ObjectNode entry = body.putArray("data").addObject().put("id", model).put("object", "model");
    if (dialect == Dialect.VLLM || dialect == Dialect.SGLANG) {
      entry.put("max_model_len", window);
    }
    return body.toString();
  }

  private String properties() {
    ObjectNode body = MAPPER.createObjectNode();
    body.putObject("default_generation_settings").put("id", 0).put("n_ctx", window);
    return body.put("total_slots", 4).put("chat_template", "{{ messages }}").toString();
  }

  private String tokens(JsonNode body) {
    boolean ofText = dialect == Dialect.LLAMA_SERVER;
    String text =
        ofText ? body.path("content").asText() : ScriptedTokens.prompt(body.path("messages"));
    long count = ScriptedTokens.count(text);
    StringBuilder tokens = new StringBuilder("{");
    if (!ofText) {
      tokens.append("\"count\":").append(count).append(",\"max_model_len\":").append(window);
      tokens.append(',');
    }
    tokens.append("\"tokens\":[");
    for (long i = 0; i < count; i++) {
      tokens.append(i == 0 ? "" : ",").append(i % 248_000);
    }
    return tokens.append("]}").toString();
  }

  private static String template(JsonNode body) {
    return MAPPER
        .createObjectNode()
        .put("prompt", ScriptedTokens.prompt(body.path("messages")))
        .toString();
  }

  static JsonNode json(HttpMessage message) {
    try {
      return MAPPER.readTree(message.body());
    } catch (IOException e) {
      throw new IllegalStateException("a request that is no JSON: " + message.path(), e);
    }
  }
}
