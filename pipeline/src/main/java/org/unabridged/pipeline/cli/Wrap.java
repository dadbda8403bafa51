package org.unabridged.pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks text at blanks. */
final class Wrap {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private Wrap() {}

  /**
   * Lines of at most so many columns; a word that is longer than that gets a line of its own. At
   * least one line.
   */
  static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : WHITE_SPACE.split(text.strip(), -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
