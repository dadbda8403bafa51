package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.databind.JsonNode;

/** Answers of OpenAI's chat API, streamed or whole. */
final class OpenAiAnswerStream extends AnswerStream {

  OpenAiAnswerStream(ServerRequest request) {
    super(request);
  }

  @Override
  void read(JsonNode event) {
    JsonNode choice = event.path("choices").path(0);
    JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
    content(said.path("content"));
    // vLLM renamed the field; some servers send both with the same text
    reasoning(
        said.hasNonNull("reasoning") ? said.path("reasoning") : said.path("reasoning_content"));
    if (event.path("usage").isObject()) {
      usage(usage(event));
    }
    if (choice.hasNonNull("finish_reason")) {
      finish(choice.path("finish_reason").asText());
    }
  }

  private static ServerUsage usage(JsonNode event) {
    JsonNode usage = event.path("usage");
    Long cached = JsonReplies.count(usage.path("prompt_tokens_details").path("cached_tokens"));
    return new ServerUsage(
        JsonReplies.count(usage.path("prompt_tokens")),
        cached == null ? JsonReplies.count(event.path("timings").path("cache_n")) : cached,
        JsonReplies.count(usage.path("completion_tokens")));
  }
}
