package org.unabridged.inference.remote;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.Capability;
import org.unabridged.inference.remote.transport.ModelServer;

/** A server, and how much it reads. Thread-safe. */
final class Route {
  private final ModelServer server;
  private final PromptCounter counter;
  private final long nominal;
  private final long most;
  private final AtomicReference<@Nullable Long> real = new AtomicReference<>();

  /**
   * A route of which nothing is known but what the profile says.
   *
   * @param nominal what it reads if it does not say
   * @param most what is used of it if it says more
   */
  Route(ModelServer server, PromptCounter counter, long nominal, long most) {
    this.server = server;
    this.counter = counter;
    this.nominal = nominal;
    this.most = most;
  }

  ModelServer server() {
    return server;
  }

  PromptCounter counter() {
    return counter;
  }

  /**
   * Most tokens of prompt and answer: what the server is set up for, but no more than the profile
   * has. The server is asked once; one that does not say is believed to read the profile's native
   * window, as what it then reads is checked.
   */
  long window() {
    Long known = real.get();
    if (known == null) {
      known = asked();
      real.set(known);
    }
    return known == null ? nominal : known;
  }

  /** Null if it does not answer now; whether it does at all will show with the first request. */
  private @Nullable Long asked() {
    if (!server.capabilities().contains(Capability.WINDOW)) {
      return nominal;
    }
    try {
      Long told = server.describe().join().window();
      return told == null ? nominal : Long.valueOf(Math.min(most, told));
    } catch (CompletionException e) {
      return null;
    }
  }
}
