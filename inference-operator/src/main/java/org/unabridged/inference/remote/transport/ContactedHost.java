package org.unabridged.inference.remote.transport;

/**
 * A host that requests were sent to, or tried to be.
 *
 * @param host name or address, as configured; of a proxy too
 * @param port its port
 * @param encryption whether what was sent was encrypted all the way to it
 * @param requests how many
 */
public record ContactedHost(String host, int port, Encryption encryption, long requests) {

  /** Whether others on the way can read. */
  public enum Encryption {
    TLS,
    NONE
  }
}
