package org.unabridged.inference.remote;

import org.jspecify.annotations.Nullable;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.Usage;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerUsage;

/** What the requests of one pass used. Owned by one thread. */
final class Tally {
  private final RemoteModel model;
  private TokenCount kind = TokenCount.EXACT;
  private long sent;
  private long seen;
  private long cached;
  private long out;
  private double cost;
  private boolean answered;
  private long missing;

  Tally(RemoteModel model) {
    this.model = model;
  }

  /** Notes a request that was answered; gives what it cost. */
  double answered(Counted count, ServerAnswer answer) {
    ServerUsage usage = answer.usage();
    long read = usage.promptTokens() == null ? 0 : usage.promptTokens();
    long found = usage.cachedTokens() == null ? 0 : Math.min(usage.cachedTokens(), read);
    long written = written(answer);
    // A server that says nothing is paid all the same.
    double price =
        model.cost(
            Math.max(read, usage.promptTokens() == null ? count.tokens() : 0), found, written);
    if (count.kind() == TokenCount.ESTIMATE) {
      kind = TokenCount.ESTIMATE;
    }
    answered = true;
    sent += count.tokens();
    seen += read;
    cached += found;
    out += written;
    cost += price;
    return price;
  }

  /**
   * Notes that an answer was not used because the server did not read what it was sent, and that
   * the request was put again: of the pass that then succeeds, both numbers are what it read.
   */
  void discarded(Counted count, ServerAnswer answer) {
    Long read = answer.usage().promptTokens();
    missing += count.tokens() - (read == null ? 0 : read);
  }

  static long written(ServerAnswer answer) {
    Long told = answer.usage().completionTokens();
    return told == null
        ? TokenBound.of(answer.content()) + TokenBound.of(answer.reasoning())
        : told;
  }

  /** Notes an answer that the server did not hand over; gives the most that it may have cost. */
  double unread(Counted count, long mostWritten) {
    double price = model.cost(count.tokens(), 0, mostWritten);
    cost += price;
    return price;
  }

  /** Notes a request that was sent and not answered; gives what it may have cost. */
  double lost(Counted count) {
    double price = model.cost(count.tokens(), 0, 0);
    sent += count.tokens();
    cost += price;
    return price;
  }

  /** Notes for how long the servers were used; gives what that cost. */
  double used(double seconds) {
    double price = model.timeCost(seconds);
    cost += price;
    return price;
  }

  TokenCount kind() {
    return kind;
  }

  /** Tokens sent in requests whose answers were used, and read in the others. */
  long sent() {
    return sent - missing;
  }

  long seen() {
    return seen;
  }

  long cached() {
    return cached;
  }

  long out() {
    return out;
  }

  /** Null without prices. */
  @Nullable Double costOrNull() {
    return model.profile().prices() == null ? null : Double.valueOf(cost);
  }

  Usage usage() {
    return new Usage(sent, answered ? Long.valueOf(seen) : null, cached, out, costOrNull());
  }
}
