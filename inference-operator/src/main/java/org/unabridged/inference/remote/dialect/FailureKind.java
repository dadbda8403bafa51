package org.unabridged.inference.remote.dialect;

/** What kept a server from answering. */
public enum FailureKind {
  /** No connection, or one that broke. */
  UNREACHABLE(true),
  /** No answer in time: none at all, one that stalled, or one that came too slowly. */
  TIMED_OUT(true),
  /** Too many requests, a full queue, or a model that is still loading. */
  OVERLOADED(true),
  /** The server failed. */
  SERVER_ERROR(true),
  /** An answer that is not what the protocol says, or that has no choices. */
  INVALID_BODY(true),
  /**
   * The model answered, and the server could not read it. llama-server says so of an answer in JSON
   * that reached its limit; the same request would end the same way.
   */
  UNREADABLE_ANSWER(false),
  /** More tokens than the model's window. */
  CONTEXT_OVERFLOW(false),
  /** The server takes no such request, or will not answer it. */
  REFUSED(false),
  /** No such model or path. */
  NOT_FOUND(false),
  /** The key is missing, wrong or not allowed to do this. */
  UNAUTHORISED(false),
  /** The server's certificate is not one that is trusted. */
  UNTRUSTED(false),
  /** The account has nothing left. */
  QUOTA_EXHAUSTED(false),
  /** A host that this run may not contact, or a redirect to another host. */
  FORBIDDEN_HOST(false),
  /** The dialect has no such call. */
  UNSUPPORTED(false);

  private final boolean retryable;

  FailureKind(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same request may succeed later. */
  public boolean isRetryable() {
    return retryable;
  }
}
