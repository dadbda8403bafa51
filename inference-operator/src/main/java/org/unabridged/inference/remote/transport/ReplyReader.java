package org.unabridged.inference.remote.transport;

import java.nio.ByteBuffer;

/**
 * Makes something of a reply with status 200. For one reply, by one thread at a time.
 *
 * @param <T> what it makes
 */
interface ReplyReader<T> {
  void begin(String contentType);

  void accept(ByteBuffer bytes);

  /** How much came that was worth waiting for; grows. */
  long events();

  /** Whether something of an answer came. */
  boolean hasText();

  T finish();
}
