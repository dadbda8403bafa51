package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where words stand on pages, and what is left out of their text. */
class PlacesTest {
  private static final double TOLERANCE = 0.2;

  @AutoClose
  private static final DocumentParser parser =
      new DocumentParser(ParserConfiguration.defaults().withHeapMegabytes(192));

  @TempDir Path folder;

  @Test
  void saysWhereASpanStands() throws IOException {
    Document document =
        document(
            new PlacedTexts()
                .page()
                .line(100, 200, "The Supplier pays")
                .line(100, 214, "all taxes on time.")
                .page()
                .line(90, 300, "Second page."));

    assertThat(document.text()).isEqualTo("The Supplier pays\nall taxes on time.\n\nSecond page.");
    List<Box> boxes = boxes(document, "Supplier pays\nall taxes");
    assertThat(boxes).hasSize(2);
    assertBox(
        boxes.get(0),
        1,
        100 + PlacedTexts.width("The "),
        200,
        100 + PlacedTexts.width("The Supplier pays"));
    assertBox(boxes.get(1), 1, 100, 214, 100 + PlacedTexts.width("all taxes"));
    assertBox(
        boxes(document, "page").get(0),
        2,
        90 + PlacedTexts.width("Second "),
        300,
        90 + PlacedTexts.width("Second page."));
    assertThat(document.pages()).extracting(PageSpan::source).containsOnly(PageSpan.Source.TEXT);
  }

  @Test
  void givesPlacesOnTheDisplayedPage() throws IOException {
    Document document = document(new PlacedTexts().turned(90).page().line(100, 200, "Turned over"));

    Box box = boxes(document, "over").get(0);
    // Turned clockwise, the text runs down from what was its left, and stands on its left.
    assertThat(box.top()).isCloseTo(100 + PlacedTexts.width("Turned "), within(TOLERANCE));
    assertThat(box.bottom()).isCloseTo(100 + PlacedTexts.width("Turned over"), within(TOLERANCE));
    assertThat(box.left()).isBetween(792 - 200 - 4.0, 792 - 200.0);
    assertThat(box.right()).isBetween(792 - 200 + 8.0, 792 - 200 + 11.0);
  }

  @Test
  void leavesRunningHeadersFootersAndPageNumbersOut() throws IOException {
    PlacedTexts placed = new PlacedTexts();
    for (int page = 1; page <= 4; page++) {
      placed
          .page()
          .line(100, 40, "MASTER AGREEMENT")
          .line(100, 80, "Section " + page * page + " of the body")
          .line(100, 300 + 20 * page, "goes on from page to page " + "x".repeat(page))
          .line(300, 760, "Page " + (page + 2) + " of 9");
    }

    Document document = document(placed);

    assertThat(document.text())
        .doesNotContain("MASTER", "of 9")
        .startsWith("Section 1 of the body")
        .contains("page x\n\nSection 4 of the body");
    assertThat(document.pages())
        .extracting(PageSpan::leftOut)
        .containsExactly(
            "MASTER AGREEMENT\nPage 3 of 9",
            "MASTER AGREEMENT\nPage 4 of 9",
            "MASTER AGREEMENT\nPage 5 of 9",
            "MASTER AGREEMENT\nPage 6 of 9");
    PageSpan third = document.pages().get(2);
    assertThat(document.text().substring(third.start(), third.end()))
        .isEqualTo("Section 9 of the body\n\ngoes on from page to page xxx");
    assertBox(
        boxes(document, "xxx").get(0),
        3,
        100 + PlacedTexts.width("goes on from page to page "),
        360,
        100 + PlacedTexts.width("goes on from page to page xxx"));
  }

  @Test
  void keepsWhatStandsOnFewPagesOrElsewhere() throws IOException {
    PlacedTexts placed = new PlacedTexts();
    for (int page = 1; page <= 4; page++) {
      placed.page().line(100, 60 + 30 * page, "The fee is due.").line(100, 500, "Item " + page * 7);
    }

    Document document = document(placed);

    assertThat(document.text()).contains("The fee is due.", "Item 7", "Item 28");
    assertThat(document.pages()).extracting(PageSpan::leftOut).containsOnlyNulls();
  }

  @Test
  void joinsWordsBrokenAtTheEndOfALine() throws IOException {
    Document document =
        document(
            new PlacedTexts()
                .page()
                .line(100, 100, "No party to this agreement may waive its non-compete obli-")
                .line(100, 114, "gation, and no amendment of this agree-")
                .line(100, 128, "ment ends the non-")
                .line(100, 142, "compete, as the buyer may compete or pay the long-")
                .line(100, 156, "term fee while the term runs, Anglo-")
                .line(100, 170, "American law."));

    assertThat(document.text())
        .isEqualTo(
            "No party to this agreement may waive its non-compete obligation, and no amendment of"
                + " this agreement ends the non-compete, as the buyer may compete or pay the"
                + " long-term fee while the term runs, Anglo-\nAmerican law.");
    assertThat(boxes(document, "obligation"))
        .extracting(Box::bottom)
        .doesNotHaveDuplicates()
        .hasSize(2);
    assertBox(boxes(document, "American").get(0), 1, 100, 170, 100 + PlacedTexts.width("American"));
  }

  /** Languages that write words in one piece and with a hyphen. */
  @Test
  void keepsTheHyphensOfCompoundsAtTheEndOfALine() throws IOException {
    Document document =
        document(
            new PlacedTexts()
                .page()
                .line(100, 100, "all the tap-erik and a tap-erik beside one taperik or the tap-")
                .line(100, 114, "erik, the siman yihiin of all simanyihiin are some siman-")
                .line(100, 128, "yihiin here, and ha'orehia is the fifi-'ore-")
                .line(100, 142, "hia of them, as some of siman and of yihiin are."));

    assertThat(document.text())
        .contains("or the tap-erik, the", "some siman-yihiin here", "the fifi-'ore-hia of them");
  }

  @Test
  void gradesTexts() throws IOException {
    Document good =
        document(
            new PlacedTexts()
                .page()
                .line(72, 100, "This Agreement is governed by the laws of the land."));
    Document poor =
        (Document)
            parse(
                "a.txt",
                "\ufffd\ufffdx\ufffd q\ufffdz\ufffd \ufffd\ufffd".getBytes(StandardCharsets.UTF_8));

    assertThat(good.quality()).extracting("grade").isEqualTo(TextQuality.Grade.GOOD);
    assertThat(good.quality()).extracting("unmappedShare").isEqualTo(0.0);
    assertThat(poor.quality()).extracting("grade").isEqualTo(TextQuality.Grade.POOR);
  }

  @Test
  void storesPlacesCompactly() {
    long seed = 5;
    Random random = new Random(seed);
    TextBoxes.Builder builder = new TextBoxes.Builder();
    int at = 0;
    int left = 0;
    for (int word = 0; word < 5_000; word++) {
      int start = at + 1;
      at = start + 1 + random.nextInt(9);
      left = word % 12 == 0 ? 720 : left + 30;
      int top = 720 + word / 12 % 50 * 140;
      builder.add(start, at, 1 + word / 600, left, top, left + 10 * (at - start), top + 120);
      left += 10 * (at - start);
    }
    TextBoxes boxes = builder.build();

    assertThat(TextBoxes.decoded(boxes.encoded())).as("seed %s", seed).isEqualTo(boxes);
    assertThat(boxes.encoded().length()).isLessThan(5 * boxes.words());
    assertThat(TextBoxes.decoded(TextBoxes.NONE.encoded())).isEqualTo(TextBoxes.NONE);
    assertThatThrownBy(() -> TextBoxes.decoded("bm90aGluZw=="))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the boxes of a text");
  }

  private static void assertBox(Box box, int page, double left, double baseline, double right) {
    assertThat(box.page()).isEqualTo(page);
    assertThat(box.left()).isCloseTo(left, within(TOLERANCE));
    assertThat(box.right()).isCloseTo(right, within(TOLERANCE));
    assertThat(box.top()).isBetween(baseline - 10, baseline - 8);
    assertThat(box.bottom()).isBetween(baseline + 2, baseline + 3);
  }

  private static List<Box> boxes(Document document, String span) {
    int start = document.text().indexOf(span);
    return document.boxes().of(start, start + span.length());
  }

  private Document document(PlacedTexts placed) throws IOException {
    return (Document) parse("a.pdf", placed.pdf());
  }

  private ParseResult parse(String name, byte[] bytes) throws IOException {
    return parser.parse(Files.write(folder.resolve(name), bytes)).results().get(0);
  }
}
