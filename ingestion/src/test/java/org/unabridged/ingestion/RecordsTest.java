package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final String ID = "a".repeat(64);

  @Test
  void rejectsNegativeSizes() {
    assertThatThrownBy(() -> new InputFile("file:///a", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void rejectsIdsThatAreNoHashes() {
    assertThatThrownBy(() -> new ParsedFile("abc", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'abc'");
  }

  @Test
  void rejectsPagesOutsideTheText() {
    PageSpan page = new PageSpan(PageSpan.Kind.PAGE, 1, null, 0, 9);

    assertThatThrownBy(() -> document("short", List.of(page)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ends after 5");
  }

  @Test
  void rejectsAShareOfNothing() {
    assertThatThrownBy(() -> new LanguageShare("en", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0");
  }

  @Test
  void rejectsAFileThatIsNotItsOwnFirstResult() {
    assertThatThrownBy(() -> new ParsedFile("b".repeat(64), List.of(document("", List.of()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first result");
  }

  @Test
  void rejectsAReadFileWithNeitherIdNorReason() {
    assertThatThrownBy(() -> new ReadFile("file:///a", 1, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void copiesItsLists() {
    List<PageSpan> pages = new ArrayList<>();
    Document document = document("text", pages);
    pages.add(new PageSpan(PageSpan.Kind.PAGE, 1, null, 0, 1));

    assertThat(document.pages()).isEmpty();
  }

  @Test
  void tellsWhatMaySucceedAgain() {
    assertThat(ParseFailure.Category.values())
        .filteredOn(ParseFailure.Category::retryable)
        .containsExactly(
            ParseFailure.Category.UNREADABLE,
            ParseFailure.Category.PARSER_TIMEOUT,
            ParseFailure.Category.PARSER_STALLED,
            ParseFailure.Category.PARSER_OUT_OF_MEMORY,
            ParseFailure.Category.TEXT_OUT_OF_MEMORY,
            ParseFailure.Category.PARSER_CRASH);
  }

  private static Document document(String text, List<PageSpan> pages) {
    return new Document(
        ID,
        "",
        null,
        null,
        1,
        text,
        pages,
        TextBoxes.NONE,
        text.isEmpty() ? null : TextQuality.of(0, 0, null, -3),
        List.of(),
        Map.of(),
        Duration.ZERO);
  }
}
