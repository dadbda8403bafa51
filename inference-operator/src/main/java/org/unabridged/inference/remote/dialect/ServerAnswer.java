package org.unabridged.inference.remote.dialect;

import java.time.Duration;

/**
 * What a server answered, complete: a stream that broke off is a {@link ServerFailure}.
 *
 * @param content the answer, reasoning taken out of it; perhaps empty
 * @param reasoning what the model wrote before it, perhaps empty
 * @param finish why it ended
 * @param usage tokens, as the server counts them
 * @param model the model's name as the server gave it; empty if it gave none
 * @param replica who answered, host and port
 * @param attempts requests sent until one succeeded, at least 1
 * @param queued from the call until the last attempt was sent: waiting for a free place, and
 *     earlier attempts
 * @param firstToken from sending until something of the answer came
 * @param taken from sending until the end
 */
public record ServerAnswer(
    String content,
    String reasoning,
    FinishReason finish,
    ServerUsage usage,
    String model,
    String replica,
    int attempts,
    Duration queued,
    Duration firstToken,
    Duration taken) {

  /** Numbers only, nothing of the answer. */
  @Override
  public String toString() {
    return "%d characters, %d of reasoning, %s, %s, from %s at attempt %d in %s"
        .formatted(content.length(), reasoning.length(), finish, usage, replica, attempts, taken);
  }
}
