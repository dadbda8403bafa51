package org.unabridged.inference.remote.dialect;

/** Counts a prompt with the one call that vLLM and newer versions of SGLang have for it. */
record TokenizeInquiry(String model, ServerRequest request) implements Inquiry<TokenCount> {

  @Override
  public ServerCall call() {
    return ServerCall.post(
        "/tokenize",
        body -> {
          body.json().writeStringField("model", model);
          OpenAiProtocol.messages(body, request.messages());
          body.json().writeBooleanField("add_generation_prompt", true);
          OpenAiProtocol.template(body.json(), request.thinkingTokens());
        });
  }

  @Override
  public Reply<TokenCount> reply(byte[] body) {
    Long count = JsonReplies.number(body, "count");
    if (count == null || count < 0) {
      throw ServerFailure.of(FailureKind.INVALID_BODY, "the reply has no count of tokens");
    }
    return new Done<>(new TokenCount(count, JsonReplies.number(body, "max_model_len")));
  }
}
