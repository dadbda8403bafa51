package org.unabridged.inference.qwen35;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.qwen35.SegmentPool.Segment;
import org.unabridged.inference.tensor.BlockEncoder;
import org.unabridged.inference.tensor.KeyValueRun;

/**
 * Keys and values of one layer for all tokens of a sequence, in segments that are added as it
 * grows. Owned by one sequence; full segments are shared with its forks.
 */
final class KeyValueCache {

  private final SegmentPool pool;
  private final int headWidth;
  private final List<Segment> segments;

  KeyValueCache(SegmentPool pool, int headWidth) {
    this(pool, headWidth, new ArrayList<>());
  }

  private KeyValueCache(SegmentPool pool, int headWidth, List<Segment> segments) {
    this.pool = pool;
    this.headWidth = headWidth;
    this.segments = segments;
  }

  /** Makes room for that many tokens in all. */
  void reserve(long tokens) {
    while ((long) segments.size() * SegmentPool.TOKENS < tokens) {
      segments.add(pool.take());
    }
  }

  /** Gives back what lies beyond that many tokens. */
  void trim(long tokens) {
    while ((long) (segments.size() - 1) * SegmentPool.TOKENS >= tokens && !segments.isEmpty()) {
      segments.remove(segments.size() - 1).release();
    }
  }

  /** Stores the key and the value of one head of a token. Different tokens by different threads. */
  void write(long token, int head, float[] keys, int keyOffset, float[] values, int valueOffset) {
    Segment segment = segments.get((int) (token / SegmentPool.TOKENS));
    int at = (int) (token % SegmentPool.TOKENS) * pool.rowBytes();
    BlockEncoder.encode(
        pool.format(), keys, keyOffset, headWidth, segment.data(), segment.keys(head) + at);
    BlockEncoder.encode(
        pool.format(), values, valueOffset, headWidth, segment.data(), segment.values(head) + at);
  }

  /** The tokens of one segment that come before a limit. */
  KeyValueRun run(int segment, int head, long limit) {
    long first = (long) segment * SegmentPool.TOKENS;
    return segments
        .get(segment)
        .run(head, first, (int) Math.min(SegmentPool.TOKENS, limit - first));
  }

  Segment segment(int index) {
    return segments.get(index);
  }

  /** A cache that goes on independently from that many tokens. */
  KeyValueCache fork(long tokens) {
    List<Segment> copies = new ArrayList<>();
    int full = (int) (tokens / SegmentPool.TOKENS);
    for (int i = 0; i < full; i++) {
      copies.add(segments.get(i).share());
    }
    int rest = (int) (tokens % SegmentPool.TOKENS);
    if (rest > 0) {
      copies.add(segments.get(full).copy(rest));
    }
    return new KeyValueCache(pool, headWidth, copies);
  }

  void release() {
    segments.forEach(Segment::release);
    segments.clear();
  }
}
