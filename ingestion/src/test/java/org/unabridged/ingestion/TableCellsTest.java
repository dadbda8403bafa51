package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of PDFs whose cells have several lines. */
class TableCellsTest {
  @AutoClose
  private static final DocumentParser parser =
      new DocumentParser(ParserConfiguration.defaults().withHeapMegabytes(192));

  private static final float[] LEFTS = {70, 200, 400};
  private static final float[] TOPS = {100, 150, 200, 250};
  private static final float RIGHT = 500;
  private static final float LEADING = 14;

  private static final List<List<String>> CELLS =
      List.of(
          List.of("Service"),
          List.of("Description", "of the service"),
          List.of("Fee"),
          List.of("Support by", "telephone"),
          List.of("within two hours", "of a call, also non-", "working days"),
          List.of("100 EUR"),
          List.of("Hosting"),
          List.of("around the clock"),
          List.of("200 EUR", "each month"));

  private static final String ROWS =
      String.join(
          "\n",
          "Service\tDescription of the service\tFee",
          "Support by telephone\twithin two hours of a call, also non-working days\t100 EUR",
          "Hosting\taround the clock\t200 EUR each month");

  private static final String ANSWER =
      "Each call is answered within two hours on working days, else on the next of them";

  private static final String PRICE = "100 EUR each month, payable in advance";

  @TempDir Path folder;

  @Test
  void keepsCellsOfSeveralLinesWhole() throws IOException {
    PlacedTexts placed = bordered().line(70, 80, "The fees:");
    for (int cell = 0; cell < CELLS.size(); cell++) {
      for (int line = 0; line < CELLS.get(cell).size(); line++) {
        write(placed, cell, line);
      }
    }
    placed.line(70, 280, "They are due now.");

    Document document = document(placed);

    assertThat(document.text()).isEqualTo("The fees:\n\n" + ROWS + "\n\nThey are due now.");
    assertThat(boxes(document, "telephone\twithin two hours of"))
        .hasSize(3)
        .element(1)
        .satisfies(box -> assertThat(box.left()).isCloseTo(LEFTS[1] + 4, within(0.2)));
  }

  @Test
  void readsCellsThatWereWrittenLineByLineAcrossThem() throws IOException {
    PlacedTexts placed = bordered();
    for (int row = 0; row < TOPS.length - 1; row++) {
      for (int line = 0; line < 3; line++) {
        for (int column = 0; column < LEFTS.length; column++) {
          if (line < CELLS.get(row * LEFTS.length + column).size()) {
            write(placed, row * LEFTS.length + column, line);
          }
        }
      }
    }

    assertThat(document(placed).text()).isEqualTo(ROWS);
  }

  @Test
  void readsTablesThatWereWrittenColumnByColumn() throws IOException {
    PlacedTexts placed = bordered();
    for (int column = 0; column < LEFTS.length; column++) {
      for (int row = 0; row < TOPS.length - 1; row++) {
        int cell = row * LEFTS.length + column;
        for (int line = 0; line < CELLS.get(cell).size(); line++) {
          write(placed, cell, line);
        }
      }
    }

    assertThat(document(placed).text()).isEqualTo(ROWS);
  }

  /** Three rows whose cells are wrapped as wide as their columns, and no lines around them. */
  @Test
  void keepsWrappedCellsWholeWithoutLinesAroundThem() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    List<String> rows = new ArrayList<>();
    float top = 100;
    for (int row = 0; row < 3; row++) {
      List<String> cells = List.of("Service " + (row + 1), ANSWER, PRICE);
      rows.add(String.join("\t", cells));
      List<List<String>> wrapped =
          List.of(List.of(cells.get(0)), wrapped(ANSWER, 180), wrapped(PRICE, 110));
      for (int line = 0; line < 4; line++) {
        for (int column = 0; column < LEFTS.length; column++) {
          if (line < wrapped.get(column).size()) {
            placed.line(LEFTS[column], top, wrapped.get(column).get(line));
          }
        }
        top += LEADING;
      }
    }

    assertThat(document(placed).text()).isEqualTo(String.join("\n\n", rows));
  }

  @Test
  void joinsNoLinesThatWereNotWrapped() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < 4; line++) {
      placed.line(LEFTS[0], 100 + LEADING * line, "Seller " + line);
      placed.line(LEFTS[1], 100 + LEADING * line, "Buyer " + line);
      lines.add("Seller " + line + "\tBuyer " + line);
    }
    placed.line(LEFTS[1], 100 + LEADING * 4, "Title: Director");

    assertThat(document(placed).text()).isEqualTo(String.join("\n", lines) + "\n\nTitle: Director");
  }

  private static List<String> wrapped(String text, float width) {
    List<String> lines = new ArrayList<>();
    for (String word : text.split(" ")) {
      int last = lines.size() - 1;
      if (last >= 0 && PlacedTexts.width(lines.get(last) + " " + word) <= width) {
        lines.set(last, lines.get(last) + " " + word);
      } else {
        lines.add(word);
      }
    }
    return lines;
  }

  @Test
  void takesUnderlinesAndFramesForNoCells() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    for (int line = 0; line < 6; line++) {
      float baseline = 100 + LEADING * line;
      placed
          .line(70, baseline, "Line " + line + " of an underlined text in a frame")
          .rule(70, baseline + 2, 200, baseline + 2);
    }
    frame(placed, 60, 80, 400, 200);

    assertThat(document(placed).text().lines()).hasSize(6).noneMatch(line -> line.contains("\t"));
  }

  private static PlacedTexts bordered() {
    PlacedTexts placed = new PlacedTexts().page();
    for (int row = 0; row < TOPS.length - 1; row++) {
      for (int column = 0; column < LEFTS.length; column++) {
        float right = column + 1 < LEFTS.length ? LEFTS[column + 1] : RIGHT;
        frame(placed, LEFTS[column], TOPS[row], right, TOPS[row + 1]);
      }
    }
    return placed;
  }

  private static void frame(PlacedTexts placed, float left, float top, float right, float bottom) {
    placed
        .rule(left, top, right, top)
        .rule(right, top, right, bottom)
        .rule(right, bottom, left, bottom)
        .rule(left, bottom, left, top);
  }

  private static void write(PlacedTexts placed, int cell, int line) {
    placed.line(
        LEFTS[cell % LEFTS.length] + 4,
        TOPS[cell / LEFTS.length] + LEADING * (line + 1),
        CELLS.get(cell).get(line));
  }

  private static List<Box> boxes(Document document, String span) {
    int start = document.text().indexOf(span);
    return document.boxes().of(start, start + span.length());
  }

  private Document document(PlacedTexts placed) throws IOException {
    return (Document)
        parser.parse(Files.write(folder.resolve("a.pdf"), placed.pdf())).results().get(0);
  }
}
