package org.unabridged.inference.remote.dialect;

/**
 * A question about a server or a prompt that takes one short request or several.
 *
 * @param <T> what is wanted
 */
public interface Inquiry<T> {

  /** What to send now. */
  ServerCall call();

  /**
   * What came back, with status 200.
   *
   * @throws ServerFailure if it is not what the protocol says
   */
  Reply<T> reply(byte[] body);

  /** Where an inquiry has got to. */
  sealed interface Reply<T> {}

  /** The answer. */
  record Done<T>(T value) implements Reply<T> {}

  /** One more request is needed. */
  record Ask<T>(Inquiry<T> next) implements Reply<T> {}
}
