package org.unabridged.inference.remote.scripted;

import java.util.List;

/** What a server can do instead of answering. */
public enum Fault {
  /** 429, with a Retry-After of no seconds. */
  TOO_MANY_REQUESTS_RETRY_AFTER,
  /** 429 without one. */
  TOO_MANY_REQUESTS,
  SERVER_ERROR,
  /** 503 in the dialect's words. */
  UNAVAILABLE,
  /** The connection ends in the middle of the answer. */
  DEAD_SOCKET,
  /** The answer begins and then comes in pieces that say nothing, for ever. */
  SLOW_DRIP,
  /** The answer begins, and nothing more comes. */
  STALL,
  /** Status 200, and an error in the body. */
  ERROR_IN_SUCCESS,
  /** Status 200, and a body that is no JSON. */
  INVALID_JSON,
  /** The answer, in a fence of Markdown. */
  FENCED_JSON,
  /** Reasoning before the answer, with the mark that ends it, in the same field. */
  LEAKED_THINKING,
  /** The beginning of the prompt is dropped; the usage says so. */
  TRUNCATED_PROMPT,
  /** The usage counts other tokens than were read. */
  WRONG_USAGE,
  EMPTY_CHOICES,
  /** Nothing, for ever. */
  HANG;

  /** All of them. */
  public static List<Fault> all() {
    return List.of(values());
  }
}
