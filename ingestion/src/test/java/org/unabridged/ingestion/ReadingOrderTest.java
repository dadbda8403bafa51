package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order the text of PDFs is read: by columns, and tables by rows. */
class ReadingOrderTest {
  private static final float LEADING = 14;

  /** Of which each line fills most of a narrow column, but none to the same width. */
  private static final List<String> WORDS =
      List.of(
          "The Supplier delivers the goods",
          "to the premises of the Buyer on",
          "the first day of the month, and",
          "the Buyer pays within ten days",
          "of their receipt. Title to the",
          "goods passes upon payment only.",
          "Neither party is liable for the",
          "acts of carriers or customs.");

  @AutoClose
  private static final DocumentParser parser =
      new DocumentParser(ParserConfiguration.defaults().withHeapMegabytes(192));

  @TempDir Path folder;

  @Test
  void readsOneColumnAfterTheOther() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    acrossColumns(placed, 100, 72, 320);

    assertThat(text(placed)).isEqualTo(column(0) + "\n\n" + column(1));
  }

  @Test
  void readsThreeColumns() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    acrossColumns(placed, 100, 30, 220, 410);

    assertThat(text(placed)).isEqualTo(column(0) + "\n\n" + column(1) + "\n\n" + column(2));
  }

  @Test
  void readsColumnsWhoseLinesStandAtDifferentHeights() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    for (int i = 0; i < WORDS.size(); i++) {
      placed.line(72, 100 + LEADING * i, line(0, i)).line(320, 105 + LEADING * i, line(1, i));
    }

    assertThat(text(placed)).isEqualTo(column(0) + "\n\n" + column(1));
  }

  @Test
  void keepsWhatStandsOverBothColumnsBetweenThem() throws IOException {
    PlacedTexts placed = new PlacedTexts().page().line(230, 80, "MASTER SUPPLY AGREEMENT");
    acrossColumns(placed, 110, 72, 320);
    placed.line(250, 250, "ARTICLE TWO: PRICES");
    acrossColumns(placed, 280, 72, 320);

    assertThat(text(placed))
        .isEqualTo(
            String.join(
                "\n\n",
                "MASTER SUPPLY AGREEMENT",
                column(0),
                column(1),
                "ARTICLE TWO: PRICES",
                column(0),
                column(1)));
  }

  @Test
  void leavesColumnsThatAreWrittenInOrder() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    for (int column = 0; column < 2; column++) {
      for (int i = 0; i < WORDS.size(); i++) {
        placed.line(72 + 248 * column, 100 + LEADING * i, line(column, i));
      }
    }

    assertThat(text(placed)).isEqualTo(column(0) + "\n\n" + column(1));
  }

  @Test
  void readsATableByItsRows() throws IOException {
    PlacedTexts placed = new PlacedTexts().page().line(72, 80, "The fees are as follows:");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < WORDS.size(); i++) {
      placed
          .line(72, 110 + LEADING * i, "Service level " + i)
          .line(260, 110 + LEADING * i, "monthly")
          .line(420, 110 + LEADING * i, 100 * i + " EUR");
      rows.add("Service level " + i + "\tmonthly\t" + 100 * i + " EUR");
    }
    placed.line(72, 300, "They are due at the end of the month.");

    assertThat(text(placed))
        .isEqualTo(
            "The fees are as follows:\n\n"
                + String.join("\n", rows)
                + "\n\nThey are due at the end of the month.");
  }

  @Test
  void takesATableBesideATextForNoColumn() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    for (int i = 0; i < WORDS.size(); i++) {
      placed
          .line(72, 100 + LEADING * i, line(0, i))
          .line(330, 100 + LEADING * i, "Year " + i)
          .line(480, 100 + LEADING * i, "4 %");
    }

    assertThat(text(placed).lines())
        .containsExactlyElementsOf(
            IntStream.range(0, WORDS.size())
                .mapToObj(i -> line(0, i) + "\tYear " + i + "\t4 %")
                .toList());
  }

  @Test
  void takesTermsBesideTheirDefinitionsForNoColumn() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    for (int i = 0; i < WORDS.size(); i++) {
      if (i % 3 == 0) {
        placed.line(72, 100 + LEADING * i, "Delivery Date No. " + i);
      }
      placed.line(250, 100 + LEADING * i, "means " + line(0, i));
    }

    assertThat(text(placed)).startsWith("Delivery Date No. 0").contains("No. 6\tmeans 0 Neither");
  }

  @Test
  void keepsNumbersOfClausesInTheirLines() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    for (int i = 0; i < WORDS.size(); i++) {
      placed
          .line(72, 100 + LEADING * i, "(" + (char) ('a' + i) + ")")
          .line(120, 100 + LEADING * i, line(0, i));
    }

    assertThat(text(placed)).startsWith("(a) 0 The Supplier").doesNotContain("\t");
  }

  private static void acrossColumns(PlacedTexts placed, float top, float... lefts) {
    for (int i = 0; i < WORDS.size(); i++) {
      for (int column = 0; column < lefts.length; column++) {
        placed.line(lefts[column], top + LEADING * i, line(column, i));
      }
    }
  }

  private static String column(int column) {
    return IntStream.range(0, WORDS.size())
        .mapToObj(i -> line(column, i))
        .collect(Collectors.joining("\n"));
  }

  private static String line(int column, int number) {
    return column + " " + WORDS.get(number);
  }

  private String text(PlacedTexts placed) throws IOException {
    ParsedFile parsed = parser.parse(Files.write(folder.resolve("a.pdf"), placed.pdf()));
    return ((Document) parsed.results().get(0)).text();
  }
}
