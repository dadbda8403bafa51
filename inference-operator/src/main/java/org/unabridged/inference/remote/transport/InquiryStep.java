package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.unabridged.inference.remote.dialect.ServerCall;

/**
 * A short request whose reply is needed as bytes.
 *
 * @param call what is sent
 * @param affinity which replica is asked
 * @param tokens in it
 * @param total how long it may take
 */
record InquiryStep(
    ServerCall call, String affinity, long tokens, Duration total, Wire wire, Scheduler scheduler)
    implements Work<byte[]> {

  @Override
  public Load load() {
    return Load.INQUIRY;
  }

  @Override
  public CompletableFuture<byte[]> start(URI replica, long tokensAhead) {
    return Attempt.start(wire, replica, call, new BytesReader(), scheduler, Deadlines.whole(total))
        .result();
  }

  @Override
  public double amount(byte[] result) {
    return 1;
  }
}
