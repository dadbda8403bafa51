package org.unabridged.inference.decoding;

import org.jspecify.annotations.Nullable;

/**
 * Where inside a JSON string one stands: between characters, behind a backslash, or within the
 * bytes of a character. Well-formed UTF-8 only, by table 3-7 of the Unicode standard.
 */
enum StringPlace {
  BODY(0),
  ESCAPE(1),
  ONE_MORE(1),
  TWO_MORE(2),
  THREE_MORE(3),
  AFTER_E0(2),
  AFTER_ED(2),
  AFTER_F0(3),
  AFTER_F4(3);

  private final int least;

  StringPlace(int least) {
    this.least = least;
  }

  /** Fewest bytes that lead between characters. */
  int least() {
    return least;
  }

  /** The place behind a byte that is no closing quotation mark; null if it can not stand here. */
  @Nullable StringPlace next(byte signed) {
    int value = signed & 0xff;
    return switch (this) {
      case BODY -> body(value);
      case ESCAPE -> "\"\\/bfnrt".indexOf(value) >= 0 ? BODY : null;
      case ONE_MORE -> within(value, 0x80, 0xbf, BODY);
      case TWO_MORE -> within(value, 0x80, 0xbf, ONE_MORE);
      case THREE_MORE -> within(value, 0x80, 0xbf, TWO_MORE);
      case AFTER_E0 -> within(value, 0xa0, 0xbf, ONE_MORE);
      case AFTER_ED -> within(value, 0x80, 0x9f, ONE_MORE);
      case AFTER_F0 -> within(value, 0x90, 0xbf, TWO_MORE);
      case AFTER_F4 -> within(value, 0x80, 0x8f, TWO_MORE);
    };
  }

  private static @Nullable StringPlace within(int value, int low, int high, StringPlace next) {
    return value >= low && value <= high ? next : null;
  }

  private static @Nullable StringPlace body(int value) {
    if (value < 0x80) {
      return value < ' ' || value == '"' ? null : value == '\\' ? ESCAPE : BODY;
    }
    return switch (value) {
      case 0xe0 -> AFTER_E0;
      case 0xed -> AFTER_ED;
      case 0xf0 -> AFTER_F0;
      case 0xf4 -> AFTER_F4;
      default -> lead(value);
    };
  }

  private static @Nullable StringPlace lead(int value) {
    if (value >= 0xc2 && value <= 0xdf) {
      return ONE_MORE;
    }
    if (value >= 0xe1 && value <= 0xef) {
      return TWO_MORE;
    }
    return value >= 0xf1 && value <= 0xf3 ? THREE_MORE : null;
  }
}
