package org.unabridged.inference.tokenizer;

import java.util.Arrays;
import org.unabridged.inference.tokenizer.Tokenizer.TokenSink;

/**
 * Turns one piece into UTF-8, merges its bytes and finds the characters that each token touches.
 * Scratch of one caller.
 */
final class PieceEncoder {

  private static final int REPLACEMENT = 0xfffd;
  private static final int LONGEST_CHARACTER = 4;

  private final MergeState merges;
  private byte[] bytes = new byte[LONGEST_CHARACTER * PieceCache.LONGEST_PIECE];

  /** For each byte, where its character starts and ends in the piece. */
  private int[] characterStarts = new int[bytes.length];

  private int[] characterEnds = new int[bytes.length];
  private int length;

  PieceEncoder(Vocabulary vocabulary) {
    this.merges = new MergeState(vocabulary);
  }

  void encode(char[] text, int start, int end) {
    length = 0;
    reserve(end - start);
    for (int i = start; i < end; ) {
      int codePoint = Character.codePointAt(text, i, end);
      int next = i + Character.charCount(codePoint);
      boolean lone = next == i + 1 && Character.isSurrogate(text[i]);
      append(lone ? REPLACEMENT : codePoint, i - start, next - start);
      i = next;
    }
    merges.encode(bytes, length);
  }

  private void reserve(int characters) {
    // a surrogate pair has four bytes, any other character at most three
    int needed = Math.multiplyExact(characters, LONGEST_CHARACTER - 1) + 1;
    if (bytes.length < needed) {
      bytes = new byte[needed];
      characterStarts = new int[needed];
      characterEnds = new int[needed];
    }
  }

  private void append(int codePoint, int start, int end) {
    if (codePoint < 0x80) {
      put(codePoint, start, end);
    } else if (codePoint < 0x800) {
      put(0xc0 | (codePoint >> 6), start, end);
      put(0x80 | (codePoint & 0x3f), start, end);
    } else if (codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
      put(0xe0 | (codePoint >> 12), start, end);
      put(0x80 | ((codePoint >> 6) & 0x3f), start, end);
      put(0x80 | (codePoint & 0x3f), start, end);
    } else {
      put(0xf0 | (codePoint >> 18), start, end);
      put(0x80 | ((codePoint >> 12) & 0x3f), start, end);
      put(0x80 | ((codePoint >> 6) & 0x3f), start, end);
      put(0x80 | (codePoint & 0x3f), start, end);
    }
  }

  private void put(int value, int start, int end) {
    bytes[length] = (byte) value;
    characterStarts[length] = start;
    characterEnds[length] = end;
    length++;
  }

  /** Hands the tokens of the piece encoded last to a sink. */
  void emit(int pieceStart, TokenSink sink) {
    int from = 0;
    for (int i = 0; i < merges.count(); i++) {
      int to = merges.end(i);
      sink.accept(
          merges.token(i), pieceStart + characterStarts[from], pieceStart + characterEnds[to - 1]);
      from = to;
    }
  }

  /** The piece encoded last, for the cache. */
  PieceCache.Entry entry(char[] text, int start, int end, int hash) {
    int count = merges.count();
    int[] ids = new int[count];
    byte[] starts = new byte[count];
    byte[] ends = new byte[count];
    int from = 0;
    for (int i = 0; i < count; i++) {
      int to = merges.end(i);
      ids[i] = merges.token(i);
      starts[i] = (byte) characterStarts[from];
      ends[i] = (byte) characterEnds[to - 1];
      from = to;
    }
    return new PieceCache.Entry(Arrays.copyOfRange(text, start, end), hash, ids, starts, ends);
  }
}
