package org.unabridged.inference.remote.transport;

import java.util.List;

/**
 * The way out of a run: what may be contacted, and what was. Thread-safe. One that speaks HTTP is
 * made by {@link HttpTransport#create}.
 */
public interface Transport extends AutoCloseable {

  /**
   * Opens an endpoint. Nothing is sent yet.
   *
   * @throws IllegalArgumentException if its key or certificates can not be read, or the policy
   *     forbids its addresses or proxy; the message names what to change
   */
  ModelServer open(Endpoint endpoint);

  /** Every host that a request was sent to so far, in the order of names. */
  List<ContactedHost> contactedHosts();

  /** Closes what was opened. */
  @Override
  void close();
}
