package org.unabridged.inference.tokenizer;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The encodings of short pieces met lately. Fixed in size and shared by all threads without locks:
 * an entry is immutable, and a newer one with the same hash takes its place.
 */
final class PieceCache {

  /** Longest piece kept, in UTF-16 units: beyond it words repeat too seldom. */
  static final int LONGEST_PIECE = 32;

  private static final int SLOTS = 1 << 15;

  private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(SLOTS);

  @Nullable Entry find(char[] text, int start, int end, int hash) {
    Entry entry = entries.getAcquire(hash & (SLOTS - 1));
    return entry != null && entry.matches(text, start, end, hash) ? entry : null;
  }

  void put(Entry entry) {
    entries.setRelease(entry.hash & (SLOTS - 1), entry);
  }

  static int hash(char[] text, int start, int end) {
    int hash = end - start;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + text[i];
    }
    return (hash * 0x9E3779B1) >>> 8;
  }

  /** A piece and its tokens; starts and ends are relative to the piece. */
  static final class Entry {
    private final char[] piece;
    private final int hash;
    final int[] ids;
    final byte[] starts;
    final byte[] ends;

    Entry(char[] piece, int hash, int[] ids, byte[] starts, byte[] ends) {
      this.piece = piece;
      this.hash = hash;
      this.ids = ids;
      this.starts = starts;
      this.ends = ends;
    }

    private boolean matches(char[] text, int start, int end, int otherHash) {
      if (hash != otherHash || piece.length != end - start) {
        return false;
      }
      for (int i = 0; i < piece.length; i++) {
        if (piece[i] != text[start + i]) {
          return false;
        }
      }
      return true;
    }
  }
}
