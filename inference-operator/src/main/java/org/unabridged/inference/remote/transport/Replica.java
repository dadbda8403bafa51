package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.unabridged.inference.remote.dialect.ServerFailure;

/** One address of an endpoint, with all that is known of how it is doing. */
final class Replica {

  /** Short requests that keep no model busy: counts, descriptions. */
  private static final FlowLimits INQUIRIES = new FlowLimits(4, 4, FlowLimits.MOST_TOKENS);

  private final URI address;
  private final Admission completions;
  private final Admission inquiries;
  private final CircuitBreaker breaker;
  private final LongAdder retries = new LongAdder();

  Replica(URI address, Endpoint endpoint, Scheduler scheduler) {
    this.address = address;
    this.completions = new Admission(endpoint.flow(), scheduler);
    this.inquiries = new Admission(INQUIRIES, scheduler);
    this.breaker = new CircuitBreaker(endpoint.retry(), scheduler);
  }

  URI address() {
    return address;
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  /** A request to it failed, and is sent again, here or elsewhere. */
  void retried() {
    retries.increment();
  }

  /** How many requests to it were sent again. */
  long retries() {
    return retries.sum();
  }

  /** Where requests for this kind of work queue. */
  Admission admission(Work.Load load) {
    return switch (load) {
      case MODEL -> completions;
      case INQUIRY -> inquiries;
    };
  }

  /** The server asked for a pause, of everyone. */
  void pause(Duration duration) {
    completions.pause(duration);
    inquiries.pause(duration);
  }

  /** Tells the breaker: a server that refuses or is busy is there. */
  void learn(ServerFailure failure) {
    switch (failure.kind()) {
      case UNREACHABLE, TIMED_OUT, SERVER_ERROR, INVALID_BODY, UNTRUSTED -> breaker.failed();
      case OVERLOADED, FORBIDDEN_HOST -> breaker.abandoned();
      case CONTEXT_OVERFLOW,
          REFUSED,
          NOT_FOUND,
          UNAUTHORISED,
          QUOTA_EXHAUSTED,
          UNREADABLE_ANSWER,
          UNSUPPORTED ->
          breaker.succeeded();
    }
  }
}
