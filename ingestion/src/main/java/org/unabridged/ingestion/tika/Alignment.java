package org.unabridged.ingestion.tika;

import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;

/**
 * Which glyph each character of a run comes from. PDFBox gives the run in reading order, with
 * presentation forms taken apart, and its glyphs from left to right.
 */
final class Alignment {
  private Alignment() {}

  /** For each UTF-16 unit of the text the index of its glyph; empty when there are no glyphs. */
  static int[] glyphs(String text, List<TextPosition> positions) {
    if (positions.isEmpty()) {
      return new int[0];
    }
    int[] glyphs = new int[text.length()];
    if (!inOrder(text, positions, glyphs) && !inReverse(text, positions, glyphs)) {
      spread(text, positions, glyphs);
    }
    return glyphs;
  }

  private static boolean inOrder(String text, List<TextPosition> positions, int[] glyphs) {
    int at = 0;
    for (int glyph = 0; glyph < positions.size(); glyph++) {
      String characters = positions.get(glyph).getUnicode();
      if (!text.startsWith(characters, at)) {
        return false;
      }
      Arrays.fill(glyphs, at, at + characters.length(), glyph);
      at += characters.length();
    }
    return at == text.length();
  }

  /** As {@link #inOrder}, for text that runs from right to left. */
  private static boolean inReverse(String text, List<TextPosition> positions, int[] glyphs) {
    int at = 0;
    for (int glyph = positions.size() - 1; glyph >= 0; glyph--) {
      String characters = positions.get(glyph).getUnicode();
      if (!text.startsWith(characters, at)) {
        return false;
      }
      Arrays.fill(glyphs, at, at + characters.length(), glyph);
      at += characters.length();
    }
    return at == text.length();
  }

  /** By share, for what was reordered or taken apart: right for all but a few characters. */
  private static void spread(String text, List<TextPosition> positions, int[] glyphs) {
    boolean reversed = isRightToLeft(text);
    int last = positions.size() - 1;
    for (int i = 0; i < glyphs.length; i++) {
      int glyph = (int) ((long) i * positions.size() / glyphs.length);
      glyphs[i] = reversed ? last - glyph : glyph;
    }
  }

  private static boolean isRightToLeft(String text) {
    return text.chars()
        .mapToObj(Character::getDirectionality)
        .anyMatch(
            direction ->
                direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
  }
}
