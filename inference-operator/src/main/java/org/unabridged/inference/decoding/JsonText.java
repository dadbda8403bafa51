package org.unabridged.inference.decoding;

import java.nio.charset.StandardCharsets;

/** Strings as JSON writes them. */
final class JsonText {

  private JsonText() {}

  /** The UTF-8 bytes of a string's literal, its quotation marks included. */
  static byte[] literal(String value) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      switch (character) {
        case '"', '\\' -> literal.append('\\').append(character);
        case '\n' -> literal.append("\\n");
        case '\t' -> literal.append("\\t");
        case '\r' -> literal.append("\\r");
        default -> {
          if (character < ' ') {
            literal.append(String.format("\\u%04x", (int) character));
          } else {
            literal.append(character);
          }
        }
      }
    }
    return literal.append('"').toString().getBytes(StandardCharsets.UTF_8);
  }
}
