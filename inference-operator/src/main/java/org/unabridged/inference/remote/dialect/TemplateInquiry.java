package org.unabridged.inference.remote.dialect;

import java.nio.charset.StandardCharsets;

/**
 * Counts a prompt with llama-server: first it makes the prompt of the messages, then it splits that
 * into tokens. The prompt goes back as it came, escapes included, and is never decoded here.
 */
record TemplateInquiry(ServerRequest request) implements Inquiry<TokenCount> {
  private static final byte[] PROMPT = "\"prompt\"".getBytes(StandardCharsets.US_ASCII);

  @Override
  public ServerCall call() {
    return ServerCall.post(
        "/apply-template",
        body -> {
          OpenAiProtocol.messages(body, request.messages());
          OpenAiProtocol.template(body.json(), request.thinkingTokens());
        });
  }

  @Override
  public Reply<TokenCount> reply(byte[] body) {
    int start = valueStart(body);
    int end = start < 0 ? -1 : stringEnd(body, start);
    if (end < 0) {
      throw ServerFailure.of(FailureKind.INVALID_BODY, "the reply has no prompt");
    }
    return new Ask<>(new Tokens(body, start, end));
  }

  /** Where the string begins that is the prompt: quotes inside of strings have an escape before. */
  private static int valueStart(byte[] body) {
    for (int i = 0; i + PROMPT.length < body.length; i++) {
      if (isPrompt(body, i)) {
        int colon = afterSpace(body, i + PROMPT.length);
        int value = colon < body.length && body[colon] == ':' ? afterSpace(body, colon + 1) : -1;
        return value >= 0 && value < body.length && body[value] == '"' ? value : -1;
      }
    }
    return -1;
  }

  private static boolean isPrompt(byte[] body, int at) {
    for (int i = 0; i < PROMPT.length; i++) {
      if (body[at + i] != PROMPT[i]) {
        return false;
      }
    }
    return true;
  }

  private static int afterSpace(byte[] body, int from) {
    int at = from;
    while (at < body.length && Character.isWhitespace(body[at])) {
      at++;
    }
    return at;
  }

  /** Behind the closing quote of the string that begins here, or −1. */
  private static int stringEnd(byte[] body, int start) {
    for (int i = start + 1; i < body.length; i++) {
      if (body[i] == '\\') {
        i++;
      } else if (body[i] == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  /** The second half: the prompt is a stretch of these bytes. */
  private record Tokens(byte[] bytes, int from, int to) implements Inquiry<TokenCount> {

    @Override
    public ServerCall call() {
      return ServerCall.post(
          "/tokenize",
          body -> {
            body.json().writeFieldName("content");
            body.raw(bytes, from, to);
            body.json().writeBooleanField("add_special", true);
            body.json().writeBooleanField("parse_special", true);
          });
    }

    @Override
    public Reply<TokenCount> reply(byte[] body) {
      Long count = JsonReplies.elements(body, "tokens");
      if (count == null) {
        throw ServerFailure.of(FailureKind.INVALID_BODY, "the reply has no tokens");
      }
      return new Done<>(new TokenCount(count, null));
    }
  }
}
