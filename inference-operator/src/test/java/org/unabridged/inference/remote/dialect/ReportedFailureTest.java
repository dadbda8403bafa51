package org.unabridged.inference.remote.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens. However, you"
            + " requested 100 output tokens and your prompt contains at least 8093 input tokens,"
            + " for a total of at least 8193 tokens. Please reduce the length of the input prompt"
            + " or the number of requested output tokens. (parameter=input_tokens, value=8093)\","
            + "\"type\":\"BadRequestError\",\"param\":\"input_tokens\",\"code\":400}}|8093|8192",
        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 8192 tokens."
            + " However, you requested 9000 tokens (8000 in the messages, 1000 in the completion)."
            + " Please reduce the length of the messages or completion.\",\"type\":"
            + "\"BadRequestError\",\"param\":null,\"code\":400}|8000|8192",
        "{\"error\":{\"message\":\"You passed 8193 input tokens and requested 16 output tokens."
            + " However, the model's context length is only 8192 tokens, resulting in a maximum"
            + " input length of 8176"
            + " tokens.\",\"type\":\"BadRequestError\",\"code\":400}}|8193|8192",
        "{\"error\":{\"message\":\"The decoder prompt is longer than the maximum model length of"
            + " 8192.\",\"type\":\"BadRequestError\",\"code\":400}}|-|8192",
        "{\"object\":\"error\",\"message\":\"The input (9001 tokens) is longer than the model's"
            + " context length (8192"
            + " tokens).\",\"type\":\"BadRequestError\",\"code\":400}|9001|8192",
        "{\"object\":\"error\",\"message\":\"Requested token count exceeds the model's maximum"
            + " context length of 8192 tokens.\",\"code\":400}|-|8192",
        "{\"error\":{\"code\":400,\"message\":\"request (13392 tokens) exceeds the available"
            + " context size (8192 tokens), try increasing it\",\"type\":"
            + "\"exceed_context_size_error\",\"n_prompt_tokens\":13392,\"n_ctx\":8192}}|13392|8192",
        "{\"error\":{\"message\":\"Range of input length should be [1, 8192]\",\"code\":"
            + "\"invalid_parameter_error\"}}|-|8192",
        "{\"error\":\"the input length exceeds the context length\"}|-|-",
        "{\"error\":{\"message\":\"Too long.\",\"code\":\"context_length_exceeded\"}}|-|-",
      })
  void knowsOverflowsInAllWordings(String body, Long prompt, Long window) {
    ServerFailure failure = failure(400, body);
    assertThat(failure.kind()).isEqualTo(FailureKind.CONTEXT_OVERFLOW);
    assertThat(failure.promptTokens()).isEqualTo(prompt);
    assertThat(failure.window()).isEqualTo(window);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|{\"error\":{\"message\":\"Requests rate limit exceeded\",\"code\":"
            + "\"Throttling.RateQuota\"}}|OVERLOADED",
        "429|{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":"
            + "\"insufficient_quota\"}}|QUOTA_EXHAUSTED",
        "402|{}|QUOTA_EXHAUSTED",
        "400|{\"error\":{\"message\":\"Access denied\",\"code\":\"Arrearage\"}}|QUOTA_EXHAUSTED",
        "503|{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":"
            + "\"unavailable_error\"}}|OVERLOADED",
        "503|<html>|OVERLOADED",
        "500|{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}"
            + "|OVERLOADED",
        "500|not json|SERVER_ERROR",
        "407||UNAUTHORISED",
        "500|{\"error\":{\"code\":500,\"message\":\"The model produced output that does not match"
            + " the expected peg-native format\",\"type\":\"server_error\"}}|UNREADABLE_ANSWER",
        "502||SERVER_ERROR",
        "504||SERVER_ERROR",
        "408||TIMED_OUT",
        "401|{\"error\":{\"message\":\"Incorrect API key\"}}|UNAUTHORISED",
        "403||UNAUTHORISED",
        "404|{\"error\":\"model not found\"}|NOT_FOUND",
        "405||UNSUPPORTED",
        "400|{\"error\":{\"message\":\"Range of max_tokens should be [1, 8192]\",\"code\":"
            + "\"invalid_parameter_error\"}}|REFUSED",
        "413||REFUSED",
        "422|{\"detail\":[{\"msg\":\"field required\"}]}|REFUSED",
        "302||FORBIDDEN_HOST",
        "204||INVALID_BODY",
      })
  void tellsKindsApart(int status, String body, FailureKind kind) {
    ServerFailure failure = failure(status, body == null ? "" : body);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
  }

  @Test
  void quotesNothingThatTheServerWrote() {
    ServerFailure failure =
        failure(
            400,
            "{\"error\":{\"message\":\"Input 'the Seller shall' and key sk-123 are bad\","
                + "\"type\":\"BadRequestError\",\"code\":\"the Seller shall\"}}");
    assertThat(failure).hasMessage("the server does not take the request (status 400)");
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void namesCodesThatAreWords() {
    assertThat(failure(400, "{\"error\":{\"message\":\"x\",\"type\":\"BadRequestError\"}}"))
        .hasMessageContaining("BadRequestError");
  }

  private static ServerFailure failure(int status, String body) {
    return ReportedFailure.ofStatus(status, body.getBytes(StandardCharsets.UTF_8));
  }
}
