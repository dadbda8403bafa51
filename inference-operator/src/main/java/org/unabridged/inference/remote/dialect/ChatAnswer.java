package org.unabridged.inference.remote.dialect;

/**
 * What the body of an answer says.
 *
 * @param content the answer, without reasoning
 * @param reasoning what the model wrote before it, perhaps empty
 * @param finish why it ended
 * @param usage tokens, as the server counts them
 * @param model the model's name as the server gave it, or empty
 */
public record ChatAnswer(
    String content, String reasoning, FinishReason finish, ServerUsage usage, String model) {}
