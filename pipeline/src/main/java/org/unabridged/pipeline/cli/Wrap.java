package org.unabridged.pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks text at blanks. */
final class Wrap {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private Wrap() {}

  /**
   * Lines of at most so many columns; a word that is longer than that is broken. At least one line.
   */
  static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int width = 0;
    for (String word : WHITE_SPACE.split(text.strip(), -1)) {
      for (String piece : pieces(word, columns)) {
        int wide = TextWidth.of(piece);
        if (!line.isEmpty() && width + 1 + wide > columns) {
          lines.add(line.toString());
          line.setLength(0);
          width = 0;
        }
        line.append(line.isEmpty() ? "" : " ").append(piece);
        width += wide + (width == 0 ? 0 : 1);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** A word in pieces that each fit into a line: most words are one. */
  private static List<String> pieces(String word, int columns) {
    if (TextWidth.of(word) <= columns) {
      return List.of(word);
    }
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int width = 0;
    for (int codePoint : word.codePoints().toArray()) {
      int wide = TextWidth.of(codePoint);
      if (width + wide > columns) {
        pieces.add(piece.toString());
        piece.setLength(0);
        width = 0;
      }
      piece.appendCodePoint(codePoint);
      width += wide;
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
