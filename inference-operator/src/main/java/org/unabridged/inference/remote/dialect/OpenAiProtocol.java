package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** OpenAI's chat API, with what each server adds to it. */
record OpenAiProtocol(Dialect dialect, String model) implements ServerProtocol {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public ServerCall completion(ServerRequest request, Delivery delivery) {
    return ServerCall.post(
        "/v1/chat/completions",
        body -> {
          JsonGenerator json = body.json();
          json.writeStringField("model", model);
          messages(body, request.messages());
          json.writeNumberField("max_tokens", request.maxOutputTokens());
          sampling(json, request.sampling());
          schema(json, request);
          thinking(json, request.thinkingTokens());
          if (dialect == Dialect.LLAMA_SERVER) {
            json.writeBooleanField("cache_prompt", true);
          }
          delivery(json, delivery);
        });
  }

  static void messages(JsonBodyWriter body, List<Message> messages) throws IOException {
    body.json().writeArrayFieldStart("messages");
    for (Message message : messages) {
      body.json().writeStartObject();
      body.json().writeStringField("role", message.role().word());
      body.json().writeFieldName("content");
      body.text(message.parts());
      body.json().writeEndObject();
    }
    body.json().writeEndArray();
  }

  private static void delivery(JsonGenerator json, Delivery delivery) throws IOException {
    json.writeBooleanField("stream", delivery == Delivery.STREAMED);
    if (delivery == Delivery.STREAMED) {
      json.writeObjectFieldStart("stream_options");
      json.writeBooleanField("include_usage", true);
      json.writeEndObject();
    }
  }

  private void sampling(JsonGenerator json, ServerSampling sampling) throws IOException {
    json.writeNumberField("temperature", sampling.temperature());
    json.writeNumberField("top_p", sampling.topP());
    json.writeNumberField("presence_penalty", sampling.presencePenalty());
    if (sampling.seed() != null) {
      json.writeNumberField("seed", sampling.seed());
    }
    switch (dialect) {
      case VLLM, SGLANG -> {
        // −1 is what every version takes for all tokens
        json.writeNumberField("top_k", sampling.topK() == 0 ? -1 : sampling.topK());
        json.writeNumberField("min_p", sampling.minP());
        json.writeNumberField("repetition_penalty", sampling.repetitionPenalty());
      }
      case LLAMA_SERVER -> {
        json.writeNumberField("top_k", sampling.topK());
        json.writeNumberField("min_p", sampling.minP());
        json.writeNumberField("repeat_penalty", sampling.repetitionPenalty());
      }
      case MODEL_STUDIO -> {
        if (sampling.topK() > 0) {
          json.writeNumberField("top_k", sampling.topK());
        }
      }
      case OPENAI, OLLAMA -> {}
    }
  }

  private void schema(JsonGenerator json, ServerRequest request) throws IOException {
    AnswerSchema schema = request.schema();
    if (schema == null || (dialect == Dialect.MODEL_STUDIO && !saysJson(request))) {
      return;
    }
    json.writeObjectFieldStart("response_format");
    if (dialect == Dialect.MODEL_STUDIO) {
      json.writeStringField("type", "json_object");
    } else {
      json.writeStringField("type", "json_schema");
      json.writeObjectFieldStart("json_schema");
      json.writeStringField("name", schema.name());
      json.writeFieldName("schema");
      MAPPER.writeTree(json, schema.tree());
      json.writeBooleanField("strict", true);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** The server refuses JSON unless the messages speak of it; instructions are short parts. */
  private static boolean saysJson(ServerRequest request) {
    return request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .filter(part -> part.length() < 100_000)
        .anyMatch(part -> part.toLowerCase(Locale.ROOT).contains("json"));
  }

  private void thinking(JsonGenerator json, int tokens) throws IOException {
    switch (dialect) {
      case VLLM, SGLANG, LLAMA_SERVER -> {
        template(json, tokens);
        if (dialect == Dialect.VLLM && tokens > 0) {
          json.writeNumberField("thinking_token_budget", tokens);
        }
        if (dialect == Dialect.SGLANG) {
          json.writeBooleanField("separate_reasoning", true);
        }
      }
      case MODEL_STUDIO -> {
        json.writeBooleanField("enable_thinking", tokens > 0);
        if (tokens > 0) {
          json.writeNumberField("thinking_budget", tokens);
        }
      }
      case OPENAI, OLLAMA -> {}
    }
  }

  static void template(JsonGenerator json, int thinkingTokens) throws IOException {
    json.writeObjectFieldStart("chat_template_kwargs");
    json.writeBooleanField("enable_thinking", thinkingTokens > 0);
    json.writeEndObject();
  }

  @Override
  public AnswerStream answer(ServerRequest request) {
    return new OpenAiAnswerStream(request);
  }

  @Override
  public Inquiry<TokenCount> tokenCount(ServerRequest request) {
    return switch (dialect) {
      case VLLM, SGLANG -> new TokenizeInquiry(model, request);
      case LLAMA_SERVER -> new TemplateInquiry(request);
      case MODEL_STUDIO, OPENAI, OLLAMA ->
          throw ServerFailure.of(
              FailureKind.UNSUPPORTED, dialect.label() + " has no call that counts tokens");
    };
  }

  @Override
  public Inquiry<ServerDescription> description() {
    return new ModelsInquiry(dialect, model);
  }

  @Override
  public ServerCall health() {
    return switch (dialect) {
      case VLLM, SGLANG, LLAMA_SERVER -> ServerCall.get("/health");
      case MODEL_STUDIO, OPENAI, OLLAMA -> ServerCall.get("/v1/models");
    };
  }
}
