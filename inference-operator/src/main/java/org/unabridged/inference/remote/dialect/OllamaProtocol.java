package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Ollama's own API. Every request names the same size of context, since another one would load the
 * model anew, and without one the default is taken and the prompt cut to it silently.
 */
record OllamaProtocol(String model, long window) implements ServerProtocol {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public ServerCall completion(ServerRequest request, Delivery delivery) {
    return ServerCall.post(
        "/api/chat",
        body -> {
          JsonGenerator json = body.json();
          json.writeStringField("model", model);
          OpenAiProtocol.messages(body, request.messages());
          json.writeBooleanField("think", request.thinkingTokens() > 0);
          AnswerSchema schema = request.schema();
          if (schema != null) {
            json.writeFieldName("format");
            MAPPER.writeTree(json, schema.tree());
          }
          options(json, request);
          json.writeBooleanField("stream", delivery == Delivery.STREAMED);
        });
  }

  private void options(JsonGenerator json, ServerRequest request) throws IOException {
    ServerSampling sampling = request.sampling();
    json.writeObjectFieldStart("options");
    json.writeNumberField("num_ctx", window);
    json.writeNumberField("num_predict", request.maxOutputTokens());
    json.writeNumberField("temperature", sampling.temperature());
    json.writeNumberField("top_p", sampling.topP());
    json.writeNumberField("top_k", sampling.topK());
    json.writeNumberField("min_p", sampling.minP());
    json.writeNumberField("presence_penalty", sampling.presencePenalty());
    json.writeNumberField("repeat_penalty", sampling.repetitionPenalty());
    if (sampling.seed() != null) {
      json.writeNumberField("seed", sampling.seed());
    }
    json.writeEndObject();
  }

  @Override
  public AnswerStream answer(ServerRequest request) {
    return new OllamaAnswerStream(request);
  }

  @Override
  public Inquiry<TokenCount> tokenCount(ServerRequest request) {
    throw ServerFailure.of(FailureKind.UNSUPPORTED, "ollama has no call that counts tokens");
  }

  @Override
  public Inquiry<ServerDescription> description() {
    return new OllamaTagsInquiry(model);
  }

  @Override
  public ServerCall health() {
    return ServerCall.get("/api/version");
  }
}
