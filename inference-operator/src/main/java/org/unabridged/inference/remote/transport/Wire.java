package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.unabridged.inference.remote.dialect.ServerCall;

/** Carries one request to one replica. Thread-safe. */
interface Wire {

  /** Takes a reply as it comes; called by one thread at a time. */
  interface Receiver {
    void begin(int status, HttpHeaders headers);

    /** More of the body; takes the bytes. What it throws breaks the reply off. */
    void accept(ByteBuffer bytes);
  }

  /**
   * Sends a request.
   *
   * @return completes when the reply is complete, or with what prevented it; cancelling it breaks
   *     the connection off, which tells a server to stop working on it
   */
  CompletableFuture<Void> send(URI replica, ServerCall call, Receiver receiver);
}
