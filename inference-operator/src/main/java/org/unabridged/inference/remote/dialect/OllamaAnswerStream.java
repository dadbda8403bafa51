package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.databind.JsonNode;

/** Answers of Ollama's own chat API. */
final class OllamaAnswerStream extends AnswerStream {

  OllamaAnswerStream(ServerRequest request) {
    super(request);
  }

  @Override
  void read(JsonNode event) {
    content(event.path("message").path("content"));
    reasoning(event.path("message").path("thinking"));
    if (event.path("done").asBoolean()) {
      usage(
          new ServerUsage(
              JsonReplies.count(event.path("prompt_eval_count")),
              null,
              JsonReplies.count(event.path("eval_count"))));
      finish(event.path("done_reason").asText("stop"));
    }
  }
}
