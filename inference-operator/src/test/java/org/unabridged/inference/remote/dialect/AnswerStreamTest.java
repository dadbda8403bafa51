package org.unabridged.inference.remote.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerStreamTest {
  private static final String EVENTS = "text/event-stream";
  private static final String JSON = "application/json";
  private static final ServerRequest REQUEST =
      ServerRequest.of("hash", List.of(Message.user("?")), 100, 1);
  private static final String STREAM =
      """
      : ping

      data: {"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

      data: {"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}

      event: message
      data:{"choices":[{"index":0,"delta":{"content":"é😀"},"finish_reason":null}]}

      data: {"choices":[{"index":0,
      data: "delta":{"content":"!"},"finish_reason":"length"}]}

      data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":8}}}

      data: [DONE]

      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
  void readsAStreamHoweverItIsCut(int step) {
    for (String lineEnd : List.of("\n", "\r\n")) {
      ChatAnswer answer = read(Dialect.VLLM, EVENTS, STREAM.replace("\n", lineEnd), step);
      assertThat(answer)
          .isEqualTo(
              new ChatAnswer("é😀!", "hm", FinishReason.LENGTH, new ServerUsage(12L, 8L, 3L), "m"));
    }
  }

  @Test
  void readsAWholeAnswer() {
    String body =
        """
        {"model":"m","choices":[{"message":{"content":"yes","reasoning":"r"},
         "finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":-3},
         "timings":{"cache_n":1}}\
        """;
    assertThat(read(Dialect.LLAMA_SERVER, JSON, body, 5))
        .isEqualTo(
            new ChatAnswer("yes", "r", FinishReason.STOP, new ServerUsage(1L, 1L, null), "m"));
  }

  @Test
  void readsTheLinesOfOllama() {
    String lines =
        """
        {"model":"q","message":{"role":"assistant","content":"","thinking":"t"},"done":false}
        {"model":"q","message":{"role":"assistant","content":"a"},"done":false}
        {"model":"q","message":{"role":"assistant","content":"b"},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":2}
        """;
    assertThat(read(Dialect.OLLAMA, "application/x-ndjson", lines, 9))
        .isEqualTo(
            new ChatAnswer("ab", "t", FinishReason.STOP, new ServerUsage(5L, null, 2L), "q"));
  }

  @Test
  void takesReasoningOutOfTheAnswer() {
    assertThat(separated("the text says\n</think>\n\n{\"a\":1}", "", null))
        .isEqualTo(new SeparatedText("{\"a\":1}", "the text says"));
    assertThat(separated("<think>\n\n</think>\n\nyes", "", null))
        .isEqualTo(new SeparatedText("yes", ""));
    assertThat(separated("<think>\nand so on", "", null))
        .isEqualTo(new SeparatedText("", "\nand so on"));
  }

  @Test
  void leavesMarksInsideOfAnAnswerAlone() {
    String quoting = "{\"quote\":\"<think>x</think>\"}";
    assertThat(separated(quoting, "", null)).isEqualTo(new SeparatedText(quoting, ""));
  }

  @Test
  void takesJsonThatWasFiledUnderReasoning() {
    AnswerSchema schema = new AnswerSchema("s", "{}");
    assertThat(separated("", "\n{\"a\":1}", schema)).isEqualTo(new SeparatedText("{\"a\":1}", ""));
    assertThat(separated("", "no JSON", schema)).isEqualTo(new SeparatedText("", "no JSON"));
    assertThat(separated("", "{}", null)).isEqualTo(new SeparatedText("", "{}"));
  }

  @Test
  void refusesWhatBrokeOff() {
    String half = STREAM.substring(0, STREAM.indexOf("data: {\"choices\":[{\"index\":0,\n"));
    assertFails(() -> read(Dialect.VLLM, EVENTS, half, 64), FailureKind.INVALID_BODY, "broke off");
    assertFails(
        () -> read(Dialect.VLLM, EVENTS, "", 64), FailureKind.INVALID_BODY, "reply is empty");
    assertFails(
        () -> read(Dialect.VLLM, JSON, "{\"choices\":[]}", 64),
        FailureKind.INVALID_BODY,
        "no choices");
    assertFails(
        () -> read(Dialect.VLLM, EVENTS, "data: {\"choices\":[{\n\n", 64),
        FailureKind.INVALID_BODY,
        "no JSON object");
    assertFails(
        () -> read(Dialect.OLLAMA, JSON, "{\"message\":{\"content\":\"a\"},\"done\":false}", 64),
        FailureKind.INVALID_BODY,
        "broke off");
  }

  @Test
  void findsErrorsUnderSuccess() {
    assertFails(
        () -> read(Dialect.VLLM, EVENTS, "data: {\"error\":{\"message\":\"x\"}}\n\n", 64),
        FailureKind.SERVER_ERROR,
        "status 200");
    assertFails(
        () ->
            read(
                Dialect.SGLANG,
                EVENTS,
                "data: {\"object\":\"error\",\"message\":\"The request queue is"
                    + " full.\",\"code\":503}\n\n",
                64),
        FailureKind.OVERLOADED,
        "status 503");
    assertFails(
        () -> read(Dialect.OLLAMA, "application/x-ndjson", "{\"error\":\"it died\"}\n", 64),
        FailureKind.SERVER_ERROR,
        "");
    assertFails(
        () -> read(Dialect.MODEL_STUDIO, JSON, "{\"code\":\"Throttling\",\"message\":\"x\"}", 64),
        FailureKind.SERVER_ERROR,
        "Throttling");
    assertFails(
        () ->
            read(
                Dialect.VLLM,
                JSON,
                "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"abort\"}]}",
                64),
        FailureKind.SERVER_ERROR,
        "broke the answer off");
  }

  @Test
  void endsAnAnswerThatDoesNotEnd() {
    String piece =
        "data: {\"choices\":[{\"delta\":{\"content\":\"" + "a".repeat(10_000) + "\"}}]}\n\n";
    assertFails(
        () -> read(Dialect.VLLM, EVENTS, piece.repeat(20), 100_000),
        FailureKind.INVALID_BODY,
        "goes on after 100 tokens");
  }

  @Test
  void countsWhatComesButNotComments() {
    AnswerStream stream = ServerProtocol.of(Dialect.VLLM, "m", 10).answer(REQUEST);
    stream.begin(EVENTS);
    stream.accept(bytes(": ping\n\n: ping\n\n"));
    assertThat(stream.events()).isZero();
    stream.accept(bytes("data: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\n"));
    assertThat(stream.events()).isEqualTo(1);
    assertThat(stream.hasText()).isFalse();
    stream.accept(bytes("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"));
    assertThat(stream.hasText()).isTrue();
  }

  private static void assertFails(ThrowingCallable reading, FailureKind kind, String message) {
    assertThatThrownBy(reading)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            ServerFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  private static SeparatedText separated(
      String content, String reasoning, @Nullable AnswerSchema schema) {
    return SeparatedText.of(content, reasoning, schema);
  }

  private static ChatAnswer read(Dialect dialect, String type, String body, int step) {
    AnswerStream stream = ServerProtocol.of(dialect, "m", 10).answer(REQUEST);
    stream.begin(type);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i += step) {
      stream.accept(ByteBuffer.wrap(bytes, i, Math.min(step, bytes.length - i)));
    }
    return stream.finish();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
