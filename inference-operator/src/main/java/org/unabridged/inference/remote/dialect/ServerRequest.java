package org.unabridged.inference.remote.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.chat.Role;

/**
 * What a server is asked.
 *
 * @param affinity what the request is about, such as a document's hash: requests with the same
 *     affinity go to the same replica while it is up, whose cache may hold their beginning
 * @param messages at least one of the user; a system message only in front
 * @param sampling how tokens are chosen
 * @param thinkingTokens most tokens of reasoning before the answer; 0 turns reasoning off
 * @param schema what the answer is to be; null for any text. A server that takes no schemas is
 *     asked for any JSON, or for nothing: validate.
 * @param maxAnswerTokens most tokens of the answer, reasoning not counted, at least 1
 * @param promptTokens how many tokens the prompt has, counted or estimated from above, at least 1:
 *     time-outs and limits on what is in flight are derived from it
 */
public record ServerRequest(
    String affinity,
    List<Message> messages,
    ServerSampling sampling,
    int thinkingTokens,
    @Nullable AnswerSchema schema,
    int maxAnswerTokens,
    long promptTokens) {

  public ServerRequest {
    Bounds.notBlank("affinity", affinity);
    messages = List.copyOf(messages);
    Bounds.atLeast("thinking tokens", thinkingTokens, 0);
    Bounds.atLeast("answer tokens", maxAnswerTokens, 1);
    Bounds.atLeast("prompt tokens", promptTokens, 1);
    if (messages.stream().noneMatch(message -> message.role() == Role.USER)) {
      throw new IllegalArgumentException("no message of the user among " + messages.size());
    }
    if (messages.stream().skip(1).anyMatch(message -> message.role() == Role.SYSTEM)) {
      throw new IllegalArgumentException("a system message must be the first");
    }
  }

  /** Without reasoning and without a schema, always the likeliest token. */
  public static ServerRequest of(
      String affinity, List<Message> messages, int maxAnswerTokens, long promptTokens) {
    return new ServerRequest(
        affinity, messages, ServerSampling.greedy(), 0, null, maxAnswerTokens, promptTokens);
  }

  /** The same with other sampling. */
  public ServerRequest withSampling(ServerSampling newSampling) {
    return new ServerRequest(
        affinity, messages, newSampling, thinkingTokens, schema, maxAnswerTokens, promptTokens);
  }

  /** The same with reasoning of at most so many tokens. */
  public ServerRequest withThinkingTokens(int newThinkingTokens) {
    return new ServerRequest(
        affinity, messages, sampling, newThinkingTokens, schema, maxAnswerTokens, promptTokens);
  }

  /** The same with an answer of this form. */
  public ServerRequest withSchema(@Nullable AnswerSchema newSchema) {
    return new ServerRequest(
        affinity, messages, sampling, thinkingTokens, newSchema, maxAnswerTokens, promptTokens);
  }

  /** Most tokens that may be generated, reasoning included. */
  public long maxOutputTokens() {
    return (long) maxAnswerTokens + thinkingTokens;
  }
}
