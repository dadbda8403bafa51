package org.unabridged.inference.remote.dialect;

import java.io.InputStream;
import java.util.List;

/**
 * The literal of a JSON string in UTF-8, made while it is read, so that a long text needs no second
 * copy. The text may be cut anywhere, between the halves of a surrogate pair too. A half without
 * its other becomes the replacement character: it has no UTF-8, and servers fail on its escape.
 */
final class JsonTextStream extends InputStream {
  private static final int BUFFER = 8192;

  /** Most bytes that one code point becomes: an escape of six. */
  private static final int LONGEST = 6;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final List<String> parts;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private int part;
  private int place;
  private State state = State.BEFORE;

  private enum State {
    BEFORE,
    INSIDE,
    OVER
  }

  JsonTextStream(List<String> parts) {
    this.parts = parts;
  }

  /** How many bytes the literal of these parts has. */
  static long length(List<String> parts) {
    JsonTextStream stream = new JsonTextStream(parts);
    long length = 0;
    while (stream.fill()) {
      length += stream.limit;
    }
    return length;
  }

  @Override
  public int read() {
    return position < limit || fill() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, bytes, offset, count);
    position += count;
    return count;
  }

  private boolean fill() {
    position = 0;
    limit = 0;
    if (state == State.BEFORE) {
      put('"');
      state = State.INSIDE;
    }
    while (state == State.INSIDE && limit <= BUFFER - LONGEST) {
      next();
      copyPlain();
    }
    return limit > 0;
  }

  /** Takes what stands as it is, up to something else or the end of the part or the buffer. */
  private void copyPlain() {
    if (part == parts.size()) {
      return;
    }
    String text = parts.get(part);
    int at = place;
    int to = limit;
    int end = at + Math.min(text.length() - at, BUFFER - to);
    while (at < end && isPlain(text.charAt(at))) {
      buffer[to++] = (byte) text.charAt(at++);
    }
    place = at;
    limit = to;
  }

  private static boolean isPlain(char character) {
    return character >= ' ' && character < 0x7f && character != '"' && character != '\\';
  }

  private void next() {
    int character = peek();
    if (character < 0) {
      put('"');
      state = State.OVER;
      return;
    }
    place++;
    if (character < 0x80) {
      ascii(character);
    } else if (character < 0x800) {
      put(0xc0 | character >> 6);
      put(0x80 | character & 0x3f);
    } else if (Character.isHighSurrogate((char) character) && isLowSurrogate(peek())) {
      supplementary(Character.toCodePoint((char) character, (char) peek()));
      place++;
    } else if (Character.isSurrogate((char) character)) {
      threeBytes(0xfffd);
    } else {
      threeBytes(character);
    }
  }

  /** The character at hand, of the next part if this one is over; −1 behind the last. */
  private int peek() {
    while (part < parts.size()) {
      if (place < parts.get(part).length()) {
        return parts.get(part).charAt(place);
      }
      part++;
      place = 0;
    }
    return -1;
  }

  private static boolean isLowSurrogate(int character) {
    return character >= 0 && Character.isLowSurrogate((char) character);
  }

  private void ascii(int character) {
    switch (character) {
      case '"', '\\' -> escape(character);
      case '\n' -> escape('n');
      case '\r' -> escape('r');
      case '\t' -> escape('t');
      default -> {
        if (character < ' ' || character == 0x7f) {
          escape('u');
          put('0');
          put('0');
          put(HEX[character >> 4]);
          put(HEX[character & 0xf]);
        } else {
          put(character);
        }
      }
    }
  }

  private void escape(int letter) {
    put('\\');
    put(letter);
  }

  private void threeBytes(int character) {
    put(0xe0 | character >> 12);
    put(0x80 | character >> 6 & 0x3f);
    put(0x80 | character & 0x3f);
  }

  private void supplementary(int codePoint) {
    put(0xf0 | codePoint >> 18);
    put(0x80 | codePoint >> 12 & 0x3f);
    put(0x80 | codePoint >> 6 & 0x3f);
    put(0x80 | codePoint & 0x3f);
  }

  private void put(int value) {
    buffer[limit++] = (byte) value;
  }
}
