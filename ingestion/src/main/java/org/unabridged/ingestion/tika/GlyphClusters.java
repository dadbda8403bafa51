package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * Joins what belongs to one letter: combining marks without a width of their own, the further
 * glyphs of a replacement text (ActualText), and parts of letters, such as dots, that the font
 * gives no character. PDFBox joins marks by place alone, where the mark of a narrow letter is above
 * the next one too.
 *
 * <p>Text from left to right has its marks behind the letter. What runs from right to left is drawn
 * from left to right, marks first.
 */
final class GlyphClusters {
  /** Behind a mark: keeps PDFBox from joining it. */
  private static final char GUARD = '\ufffe';

  private static final String UNKNOWN = "\ufffd";

  /** Of the font's size: what has less width takes up no room. */
  private static final float NO_WIDTH = 0.02f;

  /** Of the font's size: how far from its letter a mark may be. */
  private static final float REACH = 1;

  /** Of a part's width: what its letter covers. */
  private static final float COVERED = 0.5f;

  /** Of the font's size: right to left, narrower than any letter. */
  private static final float DOT = 0.2f;

  private final List<TextPosition> joined = new ArrayList<>();
  private final List<TextPosition> marks = new ArrayList<>();

  private GlyphClusters() {}

  /**
   * The glyph as PDFBox may have it, until {@link #of} puts it right.
   *
   * @param before the one that was drawn before it; null for none. PDFBox makes a mark of an
   *     apostrophe or an accent that stands by itself, if there is a mark over its place
   */
  static TextPosition guarded(TextPosition glyph, @Nullable TextPosition before) {
    boolean behindMark = before != null && isMark(before) && isModifier(glyph);
    return behindMark || isMark(glyph) ? copy(glyph, glyph.getUnicode() + GUARD) : glyph;
  }

  /** A glyph whose character is not known. */
  static TextPosition unknown(TextPosition glyph) {
    return copy(glyph, UNKNOWN);
  }

  /** The glyphs of a page in their order, those of one letter as one. */
  static List<TextPosition> of(List<TextPosition> glyphs) {
    GlyphClusters clusters = new GlyphClusters();
    ListIterator<TextPosition> each = glyphs.listIterator();
    while (each.hasNext()) {
      TextPosition glyph = each.next();
      TextPosition next = each.hasNext() ? glyphs.get(each.nextIndex()) : null;
      clusters.add(glyph, next);
    }
    clusters.attachBefore();
    return clusters.joined;
  }

  private void add(TextPosition glyph, @Nullable TextPosition next) {
    String text = glyph.getUnicode();
    if (text.indexOf(GUARD) >= 0) {
      addGuarded(copy(glyph, text.replace(String.valueOf(GUARD), "")));
    } else if (text.isEmpty()) {
      attachBefore();
      extend(glyph);
    } else if (!text.equals(UNKNOWN) || !isPart(glyph, next)) {
      addLetter(glyph);
    }
  }

  private void addGuarded(TextPosition glyph) {
    if (isMark(glyph)) {
      marks.add(glyph);
    } else {
      addLetter(glyph);
    }
  }

  /** Whether a glyph without a character belongs to the letter before or behind it. */
  private boolean isPart(TextPosition glyph, @Nullable TextPosition next) {
    boolean isDot =
        glyph.getWidthDirAdj() < DOT * glyph.getFontSizeInPt()
            && (isRightToLeft(last()) || isRightToLeft(next));
    return isDot || isCovered(glyph, last()) || isCovered(glyph, next);
  }

  private static boolean isRightToLeft(@Nullable TextPosition letter) {
    return letter != null && RightToLeftLine.direction(letter.getUnicode()) < 0;
  }

  private void addLetter(TextPosition glyph) {
    if (areBefore(glyph)) {
      joined.add(attachAfter(glyph));
    } else {
      attachBefore();
      joined.add(glyph);
    }
  }

  /** That before has the text of this one too. */
  private void extend(TextPosition glyph) {
    TextPosition last = last();
    if (last != null && goesOn(last, glyph)) {
      replaceLast(copy(last, last.getUnicode(), glyph.getEndX(), glyph.getEndY()));
    }
  }

  /** Gives the pending marks to the letter before, unless they belong to the next one. */
  private void attachBefore() {
    TextPosition last = last();
    if (last != null && !last.getUnicode().isBlank() && areNear(last)) {
      replaceLast(withMarks(last));
    } else {
      joined.addAll(marks);
    }
    marks.clear();
  }

  private TextPosition attachAfter(TextPosition letter) {
    Collections.reverse(marks);
    TextPosition whole = withMarks(letter);
    marks.clear();
    return whole;
  }

  /** Whether the marks come before their letter. */
  private boolean areBefore(TextPosition letter) {
    TextPosition last = last();
    boolean leftwards =
        last != null
            && isOnLine(last, letter)
            && last.getXDirAdj() > letter.getXDirAdj()
            && last.getXDirAdj() - end(letter) < REACH * letter.getFontSizeInPt();
    return !marks.isEmpty()
        && RightToLeftLine.direction(letter.getUnicode()) < 0
        && areNear(letter)
        && !leftwards;
  }

  private boolean areNear(TextPosition letter) {
    float size = REACH * letter.getFontSizeInPt();
    float left = letter.getXDirAdj() - size;
    float right = letter.getXDirAdj() + letter.getWidthDirAdj() + size;
    return marks.stream()
        .allMatch(
            mark ->
                isOnLine(mark, letter) && mark.getXDirAdj() > left && mark.getXDirAdj() < right);
  }

  private TextPosition withMarks(TextPosition letter) {
    StringBuilder text = new StringBuilder(letter.getUnicode());
    marks.forEach(mark -> text.append(mark.getUnicode()));
    return copy(letter, text.toString());
  }

  private @Nullable TextPosition last() {
    return joined.isEmpty() ? null : joined.get(joined.size() - 1);
  }

  private void replaceLast(TextPosition glyph) {
    joined.set(joined.size() - 1, glyph);
  }

  /** A letter that stands under another one is a mark too: a virama comes before it. */
  private static boolean isMark(TextPosition glyph) {
    String text = glyph.getUnicode();
    return text != null
        && !text.isEmpty()
        && glyph.getWidthDirAdj() <= NO_WIDTH * glyph.getFontSizeInPt()
        && Character.getType(text.codePointAt(0)) == Character.NON_SPACING_MARK
        && text.codePoints().map(Character::getType).allMatch(GlyphClusters::isOfMark);
  }

  private static boolean isOfMark(int type) {
    return type == Character.NON_SPACING_MARK || type == Character.OTHER_LETTER;
  }

  private static boolean isModifier(TextPosition glyph) {
    String text = glyph.getUnicode();
    return text != null
        && !text.isEmpty()
        && text.codePoints()
            .map(Character::getType)
            .allMatch(
                type -> type == Character.MODIFIER_LETTER || type == Character.MODIFIER_SYMBOL);
  }

  private static boolean isCovered(TextPosition part, @Nullable TextPosition letter) {
    if (letter == null || !isOnLine(part, letter)) {
      return false;
    }
    float left = Math.max(part.getXDirAdj(), letter.getXDirAdj());
    float right = Math.min(end(part), end(letter));
    return right - left >= COVERED * part.getWidthDirAdj();
  }

  private static boolean goesOn(TextPosition before, TextPosition glyph) {
    float size = REACH * before.getFontSizeInPt();
    return isOnLine(before, glyph)
        && Math.abs(glyph.getXDirAdj() - end(before)) < size
        && end(glyph) > end(before);
  }

  private static boolean isOnLine(TextPosition glyph, TextPosition other) {
    return glyph.getDir() == other.getDir()
        && Math.abs(glyph.getYDirAdj() - other.getYDirAdj()) < REACH * other.getFontSizeInPt();
  }

  private static float end(TextPosition glyph) {
    return glyph.getXDirAdj() + glyph.getWidthDirAdj();
  }

  private static TextPosition copy(TextPosition glyph, String text) {
    return copy(glyph, text, glyph.getEndX(), glyph.getEndY());
  }

  /** The glyph with another text that reaches to another end, in the page's unturned space. */
  private static TextPosition copy(TextPosition glyph, String text, float endX, float endY) {
    return new TextPosition(
        glyph.getRotation(),
        glyph.getPageWidth(),
        glyph.getPageHeight(),
        glyph.getTextMatrix(),
        endX,
        endY,
        glyph.getHeight(),
        glyph.getIndividualWidths()[0],
        glyph.getWidthOfSpace(),
        text,
        glyph.getCharacterCodes(),
        glyph.getFont(),
        glyph.getFontSize(),
        Math.round(glyph.getFontSizeInPt()));
  }
}
