package org.unabridged.inference.remote.dialect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that got no answer. The message says what happened and on which replica. It quotes
 * nothing that the server wrote but error codes and numbers, since servers quote requests: neither
 * text of a document nor a key can be in it. It has no cause, for the same reason.
 */
public final class ServerFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final FailureKind kind;
  private final int status;
  private final @Nullable Duration retryAfter;
  private final @Nullable Long promptTokens;
  private final @Nullable Long window;
  private final int attempts;

  private ServerFailure(
      FailureKind kind,
      int status,
      String message,
      @Nullable Duration retryAfter,
      @Nullable Long promptTokens,
      @Nullable Long window,
      int attempts) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.retryAfter = retryAfter;
    this.promptTokens = promptTokens;
    this.window = window;
    this.attempts = attempts;
  }

  /** A failure without an HTTP status. */
  public static ServerFailure of(FailureKind kind, String message) {
    return ofStatus(kind, 0, message);
  }

  /** A failure that the server reported. */
  public static ServerFailure ofStatus(FailureKind kind, int status, String message) {
    return new ServerFailure(kind, status, message, null, null, null, 1);
  }

  /** A prompt that is too long; numbers null where the server gave none. */
  public static ServerFailure overflow(
      int status, String message, @Nullable Long promptTokens, @Nullable Long window) {
    return new ServerFailure(
        FailureKind.CONTEXT_OVERFLOW, status, message, null, promptTokens, window, 1);
  }

  /** The same, with the time that the server asked to wait. */
  public ServerFailure withRetryAfter(@Nullable Duration newRetryAfter) {
    return new ServerFailure(
        kind, status, String.valueOf(getMessage()), newRetryAfter, promptTokens, window, attempts);
  }

  /** The same, after so many attempts, which the message then says. */
  public ServerFailure afterAttempts(int newAttempts) {
    String message = String.valueOf(getMessage());
    return new ServerFailure(
        kind,
        status,
        newAttempts == 1 ? message : message + " (" + newAttempts + " attempts)",
        retryAfter,
        promptTokens,
        window,
        newAttempts);
  }

  /** The same, the message beginning with who answered, or did not. */
  public ServerFailure from(String replica) {
    return new ServerFailure(
        kind, status, replica + ": " + getMessage(), retryAfter, promptTokens, window, attempts);
  }

  public FailureKind kind() {
    return kind;
  }

  /** HTTP status, or 0 if there was none. */
  public int status() {
    return status;
  }

  /** How long the server asked to wait; null if it did not. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** How long the server says the prompt is, when it is too long; null if it did not say. */
  public @Nullable Long promptTokens() {
    return promptTokens;
  }

  /** How long the server says a prompt can be, when it is too long; null if it did not say. */
  public @Nullable Long window() {
    return window;
  }

  /** Requests sent before giving up; 0 if none was. */
  public int attempts() {
    return attempts;
  }
}
