package org.unabridged.inference.remote.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerProtocolTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final AnswerSchema SCHEMA =
      new AnswerSchema("clauses", "{\"type\":\"object\",\"additionalProperties\":false}");
  private static final ServerRequest REQUEST =
      ServerRequest.of(
              "hash",
              List.of(
                  Message.system("You read \"contracts\"."),
                  Message.user("§ 1\n", "Answer in JSON.")),
              100,
              12)
          .withSchema(SCHEMA);
  private static final String MESSAGES =
      """
      [{"role":"system","content":"You read \\"contracts\\"."},
       {"role":"user","content":"§ 1\\nAnswer in JSON."}]\
      """;
  private static final String FORMAT =
      """
      {"type":"json_schema","json_schema":{"name":"clauses","strict":true,
       "schema":{"type":"object","additionalProperties":false}}}\
      """;

  @Test
  void asksVllm() {
    expect(
        Dialect.VLLM,
        REQUEST,
        """
        {"model":"m","messages":%s,"max_tokens":100,"temperature":0.0,"top_p":1.0,
         "presence_penalty":0.0,"top_k":-1,"min_p":0.0,"repetition_penalty":1.0,
         "response_format":%s,"chat_template_kwargs":{"enable_thinking":false},
         "stream":true,"stream_options":{"include_usage":true}}\
        """
            .formatted(MESSAGES, FORMAT));
  }

  @Test
  void asksSglang() {
    expect(
        Dialect.SGLANG,
        REQUEST,
        """
        {"model":"m","messages":%s,"max_tokens":100,"temperature":0.0,"top_p":1.0,
         "presence_penalty":0.0,"top_k":-1,"min_p":0.0,"repetition_penalty":1.0,
         "response_format":%s,"chat_template_kwargs":{"enable_thinking":false},
         "separate_reasoning":true,"stream":true,"stream_options":{"include_usage":true}}\
        """
            .formatted(MESSAGES, FORMAT));
  }

  @Test
  void asksLlamaServer() {
    expect(
        Dialect.LLAMA_SERVER,
        REQUEST,
        """
        {"model":"m","messages":%s,"max_tokens":100,"temperature":0.0,"top_p":1.0,
         "presence_penalty":0.0,"top_k":0,"min_p":0.0,"repeat_penalty":1.0,
         "response_format":%s,"chat_template_kwargs":{"enable_thinking":false},
         "cache_prompt":true,"stream":true,"stream_options":{"include_usage":true}}\
        """
            .formatted(MESSAGES, FORMAT));
  }

  @Test
  void asksModelStudioForAnyJson() {
    expect(
        Dialect.MODEL_STUDIO,
        REQUEST,
        """
        {"model":"m","messages":%s,"max_tokens":100,"temperature":0.0,"top_p":1.0,
         "presence_penalty":0.0,"response_format":{"type":"json_object"},
         "enable_thinking":false,"stream":true,"stream_options":{"include_usage":true}}\
        """
            .formatted(MESSAGES));
  }

  @Test
  void asksModelStudioForNoJsonThatTheMessagesDoNotSpeakOf() {
    ServerRequest request =
        ServerRequest.of("hash", List.of(Message.user("Answer.")), 5, 1).withSchema(SCHEMA);
    assertThat(body(Dialect.MODEL_STUDIO, request).has("response_format")).isFalse();
  }

  @Test
  void asksOthersForNothingButWhatOpenAiDocuments() {
    expect(
        Dialect.OPENAI,
        REQUEST,
        """
        {"model":"m","messages":%s,"max_tokens":100,"temperature":0.0,"top_p":1.0,
         "presence_penalty":0.0,"response_format":%s,
         "stream":true,"stream_options":{"include_usage":true}}\
        """
            .formatted(MESSAGES, FORMAT));
  }

  @Test
  void tellsOllamaTheSizeOfTheContext() {
    expect(
        Dialect.OLLAMA,
        REQUEST,
        """
        {"model":"m","messages":%s,"think":false,
         "format":{"type":"object","additionalProperties":false},
         "options":{"num_ctx":4096,"num_predict":100,"temperature":0.0,"top_p":1.0,"top_k":0,
           "min_p":0.0,"presence_penalty":0.0,"repeat_penalty":1.0},
         "stream":true}\
        """
            .formatted(MESSAGES));
  }

  @Test
  void asksForThinkingAsEachServerHasIt() {
    ServerRequest request = REQUEST.withThinkingTokens(50);
    assertThat(body(Dialect.VLLM, request).path("thinking_token_budget").asInt()).isEqualTo(50);
    assertThat(body(Dialect.VLLM, request).path("max_tokens").asInt()).isEqualTo(150);
    assertThat(
            body(Dialect.SGLANG, request).at("/chat_template_kwargs/enable_thinking").asBoolean())
        .isTrue();
    assertThat(body(Dialect.MODEL_STUDIO, request).path("enable_thinking").asBoolean()).isTrue();
    assertThat(body(Dialect.MODEL_STUDIO, request).path("thinking_budget").asInt()).isEqualTo(50);
    assertThat(body(Dialect.OLLAMA, request).path("think").asBoolean()).isTrue();
  }

  @Test
  void sendsSamplingInTheWordsOfEachServer() {
    ServerRequest request =
        REQUEST.withSampling(new ServerSampling(0.7, 0.8, 20, 0.1, 1.5, 1.1, 9L));
    JsonNode vllm = body(Dialect.VLLM, request);
    assertThat(vllm.path("top_k").asInt()).isEqualTo(20);
    assertThat(vllm.path("repetition_penalty").asDouble()).isEqualTo(1.1);
    assertThat(vllm.path("seed").asInt()).isEqualTo(9);
    assertThat(body(Dialect.LLAMA_SERVER, request).path("repeat_penalty").asDouble())
        .isEqualTo(1.1);
    assertThat(body(Dialect.OLLAMA, request).at("/options/repeat_penalty").asDouble())
        .isEqualTo(1.1);
    assertThat(body(Dialect.MODEL_STUDIO, request).path("top_k").asInt()).isEqualTo(20);
    assertThat(body(Dialect.OPENAI, request).has("top_k")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void asksForWholeAnswersToo(Dialect dialect) {
    JsonNode body = tree(protocol(dialect).completion(REQUEST, Delivery.WHOLE));
    assertThat(body.path("stream").asBoolean(true)).isFalse();
    assertThat(body.has("stream_options")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void saysHowLongABodyIs(Dialect dialect) throws IOException {
    JsonBody body =
        Objects.requireNonNull(protocol(dialect).completion(REQUEST, Delivery.STREAMED).body());
    assertThat(body.open().readAllBytes()).hasSize(Math.toIntExact(body.length()));
    assertThat(body.open().readAllBytes()).as("a second time").hasSize((int) body.length());
  }

  @Test
  void countsWithTheOneCallOfVllm() {
    Inquiry<TokenCount> inquiry = protocol(Dialect.VLLM).tokenCount(REQUEST);
    assertThat(inquiry.call().path()).isEqualTo("/tokenize");
    assertThat(tree(inquiry.call()))
        .isEqualTo(
            parsed(
                """
                {"model":"m","messages":%s,"add_generation_prompt":true,
                 "chat_template_kwargs":{"enable_thinking":false}}\
                """
                    .formatted(MESSAGES)));
    assertThat(inquiry.reply(bytes("{\"count\":3,\"max_model_len\":8192,\"tokens\":[1,2,3]}")))
        .isEqualTo(new Inquiry.Done<>(new TokenCount(3, 8192L)));
  }

  @Test
  void countsWithLlamaServerInTwoSteps() {
    Inquiry<TokenCount> first = protocol(Dialect.LLAMA_SERVER).tokenCount(REQUEST);
    assertThat(first.call().path()).isEqualTo("/apply-template");
    byte[] reply =
        bytes(
            "{\"a\":\"\\\"prompt\\\":\\\"no\\\"\", \"prompt\" : \"<|im_start|>\\\\ \\\"x\\\" é\"}");
    Inquiry<TokenCount> second = ((Inquiry.Ask<TokenCount>) first.reply(reply)).next();
    assertThat(tree(second.call()))
        .isEqualTo(
            parsed(
                """
                {"content":"<|im_start|>\\\\ \\"x\\" é","add_special":true,"parse_special":true}\
                """));
    assertThat(second.reply(bytes("{\"tokens\":[5,{\"id\":6},7,8]}")))
        .isEqualTo(new Inquiry.Done<>(new TokenCount(4, null)));
  }

  @Test
  void failsOnCountsThatAreNone() {
    Inquiry<TokenCount> vllm = protocol(Dialect.VLLM).tokenCount(REQUEST);
    Inquiry<TokenCount> llama = protocol(Dialect.LLAMA_SERVER).tokenCount(REQUEST);
    for (String reply :
        List.of("", "[]", "{\"count\":\"3\"}", "{\"prompt\":7}", "{\"prompt\":\"")) {
      assertThatThrownBy(() -> vllm.reply(bytes(reply))).isInstanceOf(ServerFailure.class);
      assertThatThrownBy(() -> llama.reply(bytes(reply))).isInstanceOf(ServerFailure.class);
    }
  }

  @Test
  void saysWhereNothingCounts() {
    for (Dialect dialect : List.of(Dialect.OLLAMA, Dialect.MODEL_STUDIO, Dialect.OPENAI)) {
      assertThat(dialect.capabilities()).doesNotContain(Capability.TOKEN_COUNTS);
      assertThatThrownBy(() -> protocol(dialect).tokenCount(REQUEST))
          .isInstanceOfSatisfying(
              ServerFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED));
    }
  }

  @Test
  void readsTheWindowThatAServerIsSetUpWith() {
    Inquiry<ServerDescription> vllm = protocol(Dialect.VLLM).description();
    assertThat(vllm.reply(bytes("{\"data\":[{\"id\":\"x\"},{\"id\":\"m\",\"max_model_len\":9}]}")))
        .isEqualTo(new Inquiry.Done<>(new ServerDescription(List.of("x", "m"), 9L, null)));
    Inquiry.Reply<ServerDescription> llama =
        protocol(Dialect.LLAMA_SERVER).description().reply(bytes("{\"data\":[{\"id\":\"m\"}]}"));
    assertThat(
            ((Inquiry.Ask<ServerDescription>) llama)
                .next()
                .reply(bytes("{\"default_generation_settings\":{\"n_ctx\":7},\"total_slots\":2}")))
        .isEqualTo(new Inquiry.Done<>(new ServerDescription(List.of("m"), 7L, 2)));
    Inquiry.Reply<ServerDescription> ollama =
        protocol(Dialect.OLLAMA)
            .description()
            .reply(bytes("{\"models\":[{\"name\":\"m:latest\"}]}"));
    assertThat(
            ((Inquiry.Ask<ServerDescription>) ollama)
                .next()
                .reply(bytes("{\"model_info\":{\"a\":1,\"qwen35.context_length\":5}}")))
        .isEqualTo(new Inquiry.Done<>(new ServerDescription(List.of("m:latest"), 5L, null)));
  }

  private static void expect(Dialect dialect, ServerRequest request, String expected) {
    assertThat(body(dialect, request)).isEqualTo(parsed(expected));
  }

  private static JsonNode body(Dialect dialect, ServerRequest request) {
    ServerCall call = protocol(dialect).completion(request, Delivery.STREAMED);
    assertThat(call.path())
        .isEqualTo(dialect == Dialect.OLLAMA ? "/api/chat" : "/v1/chat/completions");
    return tree(call);
  }

  private static ServerProtocol protocol(Dialect dialect) {
    return ServerProtocol.of(dialect, "m", 4096);
  }

  private static JsonNode tree(ServerCall call) {
    JsonBody body = Objects.requireNonNull(call.body());
    try {
      return MAPPER.readTree(body.open());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
