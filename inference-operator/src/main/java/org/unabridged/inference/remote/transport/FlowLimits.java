package org.unabridged.inference.remote.transport;

/**
 * How much one replica is given at once.
 *
 * @param firstRequests requests in flight to begin with, before its capacity is known; at least 1
 * @param mostRequests requests in flight that are never exceeded; not fewer. The number in between
 *     is found by trying.
 * @param mostTokens tokens of prompt and answer in flight that are never exceeded, but by a single
 *     request that is alone; at least 1
 */
public record FlowLimits(int firstRequests, int mostRequests, long mostTokens) {

  /** A small batch: what any server of the known ones works on at once or queues. */
  public static final int FIRST_REQUESTS = 8;

  /** The default of {@code max_num_seqs} in vLLM. */
  public static final int MOST_REQUESTS = 256;

  /** Four of the longest prompts that the model family reads. */
  public static final long MOST_TOKENS = 4_040_000;

  public FlowLimits {
    Require.atLeast("first requests", firstRequests, 1);
    Require.atLeast("most requests", mostRequests, firstRequests);
    Require.atLeast("most tokens", mostTokens, 1);
  }

  public static FlowLimits defaults() {
    return new FlowLimits(FIRST_REQUESTS, MOST_REQUESTS, MOST_TOKENS);
  }

  /** Always at most so many requests, to begin with too. */
  public FlowLimits withMostRequests(int newMostRequests) {
    return new FlowLimits(Math.min(firstRequests, newMostRequests), newMostRequests, mostTokens);
  }

  public FlowLimits withMostTokens(long newMostTokens) {
    return new FlowLimits(firstRequests, mostRequests, newMostTokens);
  }
}
