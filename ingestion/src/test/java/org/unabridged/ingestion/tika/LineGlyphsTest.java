package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.api.Test;

/** Glyphs of one line as programs draw them, and the text that they spell. */
class LineGlyphsTest {
  private static final float SIZE = 10;
  private static final float LETTER = 6;
  private static final float SPACE = 3;

  private final PDFont font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);

  @Test
  void joinsAMarkToTheLetterBeforeEvenWhereItIsAboveTheNext() {
    List<TextPosition> glyphs =
        clusters(glyph("b", 0, LETTER), glyph("ɛ", 6, 3), glyph("\u0300", 10, 0), letter("m", 9));

    assertThat(texts(glyphs)).containsExactly("b", "ɛ\u0300", "m");
  }

  @Test
  void joinsMarksToTheLetterBehindThemFromRightToLeft() {
    List<TextPosition> glyphs =
        clusters(letter("ב", 0), glyph("\u05b7", 7, 0), letter("א", 6), letter("ה", 12));

    assertThat(texts(glyphs)).containsExactly("ב", "א\u05b7", "ה");
  }

  @Test
  void leavesOutPartsOfLettersThatHaveNoCharacter() {
    List<TextPosition> glyphs =
        clusters(
            letter("و", 0), GlyphClusters.unknown(glyph("\u0002", 6, 2)), glyph("چ", 6.5f, LETTER));

    assertThat(texts(glyphs)).containsExactly("و", "چ");
    assertThat(texts(clusters(letter("a", 0), GlyphClusters.unknown(letter("H", 6)))))
        .containsExactly("a", "\ufffd");
  }

  @Test
  void putsBlanksThatWereDrawnFirstBetweenTheirWords() {
    List<TextPosition> glyphs =
        LineOrder.of(
            List.of(glyph(" ", 12, SPACE), letter("ก", 0), letter("ข", 6), letter("ค", 15)));

    assertThat(String.join("", texts(glyphs))).isEqualTo("กข ค");
    assertThat(texts(LineOrder.of(List.of(glyph(".", 12, 2), letter("ა", 0), letter("ბ", 6)))))
        .containsExactly("ა", "ბ", ".");
  }

  @Test
  void keepsTheOrderOfCellsAndOfOverprintedText() {
    List<TextPosition> cells =
        List.of(letter("c", 100), letter("d", 106), letter("a", 0), letter("b", 6));
    List<TextPosition> bold =
        List.of(letter("a", 0), letter("b", 6), letter("a", 0.3f), letter("b", 6.3f));

    assertThat(LineOrder.of(cells)).isEqualTo(cells);
    assertThat(LineOrder.of(bold)).isEqualTo(bold);
  }

  /** The words drawn in another font than the number, with gaps or with blanks between. */
  @Test
  void readsFromRightToLeft() {
    assertThat(
            rightToLeft(
                letter("ב", 20),
                letter("א", 26),
                letter("ד", 35),
                letter("ג", 41),
                letter("1", 5),
                letter("2", 11)))
        .isEqualTo("גד אב 12");
    assertThat(
            rightToLeft(
                letter("ב", 0),
                letter("א", 6),
                glyph(" ", 12, SPACE),
                letter("ד", 15),
                letter("ג", 21)))
        .isEqualTo("גד אב");
  }

  @Test
  void readsWhatWasDrawnFromRightToLeft() {
    assertThat(rightToLeft(letter("ג", 21), letter("ד", 15), letter("א", 6), letter("ב", 0)))
        .isEqualTo("גד אב");
  }

  @Test
  void keepsLigaturesWholeAndTurnsBrackets() {
    assertThat(rightToLeft(letter("ب", 0), letter("لا", 6), letter("ا", 12))).isEqualTo("الاب");
    assertThat(rightToLeft(letter("ﻻ", 0), letter("ا", 6))).isEqualTo("الا");
    assertThat(rightToLeft(letter("(", 0), letter("א", 6), letter(")", 12))).isEqualTo("(א)");
  }

  @Test
  void takesNoNarrowGapForABlankInALineThatDrawsItsBlanks() {
    assertThat(leftToRight(letter("f", 0), letter("i", 7.6f), glyph(" ", 14, SPACE)))
        .isEqualTo("fi ");
    assertThat(leftToRight(letter("f", 0), letter("i", 7.6f))).isEqualTo("f i");
    assertThat(leftToRight(letter("第", 0), letter("1", 8))).isEqualTo("第1");
  }

  @Test
  void joinsTheMarkOfTheLastWordOfALineWhoseBlanksWereDrawnFirst() {
    List<TextPosition> glyphs =
        clusters(glyph(" ", 60, SPACE), glyph("\u0330", 4, 0), letter("ܟ", 0), letter("ܗ", 6));

    assertThat(texts(glyphs)).containsExactly(" ", "ܟ\u0330", "ܗ");
  }

  /** It takes up no room, and its place is somewhere below the other one. */
  @Test
  void joinsALetterThatStandsUnderAnother() {
    List<TextPosition> glyphs = clusters(letter("တ", 0), glyph("\u1039တ", 3, 0), letter("ရ", 6));

    assertThat(texts(glyphs)).containsExactly("တ\u1039တ", "ရ");
    assertThat(glyphs.get(0).getWidthDirAdj()).isEqualTo(LETTER);
  }

  @Test
  void leavesAnApostropheBehindAMarkAlone() {
    List<TextPosition> glyphs =
        clusters(letter("į", 0), glyph("\u0301", 7, 0), glyph("ʼ", 6, 3), letter("d", 9));

    assertThat(texts(glyphs)).containsExactly("į\u0301", "ʼ", "d");
  }

  @Test
  void leavesOutDotsOfArabicLettersBesideThem() {
    List<TextPosition> glyphs =
        clusters(
            letter("ا", 0),
            GlyphClusters.unknown(glyph("\u0002", 7, 1.5f)),
            GlyphClusters.unknown(glyph("\u0002", 7.3f, 1.5f)),
            letter("ر", 10));

    assertThat(texts(glyphs)).containsExactly("ا", "ر");
    assertThat(texts(clusters(letter("a", 0), GlyphClusters.unknown(glyph("H", 7, 1.5f)))))
        .containsExactly("a", "\ufffd");
  }

  @Test
  void partsNoMarkFromItsWord() {
    assertThat(leftToRight(letter("ຂ", 0), glyph("\u0ecd", 9, 2), letter("ກ", 12)))
        .isEqualTo("ຂ\u0ecdກ");
  }

  @Test
  void keepsJoinersBehindTheLetterBeforeThem() {
    assertThat(rightToLeft(letter("م", 0), letter("ه", 6), glyph("\u200c", 6.1f, 3)))
        .isEqualTo("ه\u200cم");
    assertThat(
            texts(
                LineOrder.of(
                    List.of(glyph(" ", 6, SPACE), letter("മ", 0), glyph("\u200c", 6.1f, 3)))))
        .containsExactly("മ", "\u200c", " ");
  }

  private String rightToLeft(TextPosition... glyphs) {
    WrittenLine line = new WrittenLine();
    line.add("", List.of(glyphs));
    return text(line);
  }

  /** A gap behind the first glyph. */
  private String leftToRight(TextPosition first, TextPosition... others) {
    WrittenLine line = new WrittenLine();
    line.add(first.getUnicode(), List.of(first));
    line.addGap();
    line.add(String.join("", texts(List.of(others))), List.of(others));
    return text(line);
  }

  private static String text(WrittenLine line) {
    return line.end(PageFrame.EMPTY).stream().map(PlacedWord::text).collect(Collectors.joining());
  }

  private static List<TextPosition> clusters(TextPosition... glyphs) {
    List<TextPosition> guarded = new ArrayList<>();
    TextPosition before = null;
    for (TextPosition glyph : glyphs) {
      guarded.add(GlyphClusters.guarded(glyph, before));
      before = glyph;
    }
    return GlyphClusters.of(guarded);
  }

  private static List<String> texts(List<TextPosition> glyphs) {
    return glyphs.stream().map(TextPosition::getUnicode).toList();
  }

  private TextPosition letter(String text, float left) {
    return glyph(text, left, LETTER);
  }

  private TextPosition glyph(String text, float left, float width) {
    return new TextPosition(
        0,
        600,
        800,
        new Matrix(SIZE, 0, 0, SIZE, left, 700),
        left + width,
        700,
        SIZE,
        width,
        SPACE,
        text,
        new int[] {0},
        font,
        SIZE,
        (int) SIZE);
  }
}
