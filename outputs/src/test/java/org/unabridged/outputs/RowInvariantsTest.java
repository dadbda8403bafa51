package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rows reject, and that the message names the column and the value. */
class RowInvariantsTest {

  @Test
  void clauseSpansItsQuoteInCodePointsAndInUtf16() {
    ClauseRow clause = clause("a😀b", 10, 13, 12, 16, 0.5);
    assertThat(clause.end() - clause.start()).isEqualTo(3);
    assertThatThrownBy(() -> clause("a😀b", 10, 14, 12, 16, 0.5))
        .hasMessage("start and end must span the 3 code points of quote, but were: 10 to 14");
    assertThatThrownBy(() -> clause("a😀b", 10, 13, 12, 15, 0.5))
        .hasMessage(
            "start_utf16 and end_utf16 must span the 4 UTF-16 units of quote, but were: 12 to 15");
  }

  @Test
  void clauseRejectsNegativeAndReversedOffsets() {
    assertThatThrownBy(() -> clause("a", -1, 0, 0, 1, 0.5))
        .hasMessage("start and end must satisfy 0 <= start <= end, but was: -1 to 0");
    assertThatThrownBy(() -> clause("a", 0, 1, 5, 4, 0.5))
        .hasMessage("start_utf16 and end_utf16 must satisfy 0 <= start <= end, but was: 5 to 4");
  }

  @Test
  void confidenceIsBetweenZeroAndOne() {
    for (double wrong : new double[] {-0.01, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> clause("a", 0, 1, 0, 1, wrong))
          .hasMessage("confidence must be between 0 and 1, but was: " + wrong);
    }
    assertThat(clause("a", 0, 1, 0, 1, 1).confidence()).isEqualTo(1);
  }

  @Test
  void clauseHasBothPagesOrNone() {
    assertThat(onPages(3, 4).pageLast()).isEqualTo(4);
    assertThat(onPages(null, null).pageFirst()).isNull();
    for (Integer[] wrong : new Integer[][] {{3, null}, {null, 3}, {4, 3}, {0, 1}}) {
      assertThatThrownBy(() -> onPages(wrong[0], wrong[1]))
          .hasMessage(
              "page_first and page_last must both be absent or satisfy 1 <= first <= last, "
                  + "but were: "
                  + wrong[0]
                  + " to "
                  + wrong[1]);
    }
  }

  @Test
  void vocabulariesAreLowerCaseSnake() {
    assertThat(answer("not_supported", 0.5, 0).state()).isEqualTo("not_supported");
    for (String wrong : List.of("NOT_SUPPORTED", "not-supported", "", "_found", "not supported")) {
      assertThatThrownBy(() -> answer(wrong, 0.5, 0))
          .hasMessageStartingWith("state must be lower-case snake")
          .hasMessageEndingWith("but was: " + wrong);
    }
  }

  @Test
  void answerRejectsNegativeCountsAndWrongConfidence() {
    assertThatThrownBy(() -> answer("found", 0.5, -1))
        .hasMessage("clause_count must be at least 0, but was: -1");
    assertThatThrownBy(() -> answer("found", 2.0, 1))
        .hasMessage("confidence must be between 0 and 1, but was: 2.0");
    assertThat(answer("found", null, 1).confidence()).isNull();
  }

  @Test
  void textCountsItsCodePoints() {
    assertThat(new TextRow("run", "d", "a😀", 2, List.of()).characters()).isEqualTo(2);
    assertThatThrownBy(() -> new TextRow("run", "d", "a😀", 3, List.of()))
        .hasMessage("characters must be the 2 code points of text, but was: 3");
  }

  @Test
  void pagesEndWithinTheText() {
    TextRow.Page page = new TextRow.Page("page", 1, null, 0, 3, 0, 4);
    assertThatThrownBy(() -> new TextRow("run", "d", "a😀", 2, List.of(page)))
        .hasMessageStartingWith("pages must end within the 2 code points (3 UTF-16 units) of text");
    assertThatThrownBy(() -> new TextRow.Page("page", 0, null, 0, 3, 0, 4))
        .hasMessage("pages.number must be at least 1, but was: 0");
    assertThatThrownBy(() -> new TextRow.Page("Page", 1, null, 0, 3, 0, 4))
        .hasMessageStartingWith("pages.kind must be lower-case snake");
  }

  @Test
  void boxesHaveAnArea() {
    assertThatThrownBy(() -> new ClauseRow.Box(1, 5, 0, 4, 1))
        .hasMessage(
            "a box must satisfy page >= 1, left <= right and top <= bottom, but was: page 1, "
                + "[5.0, 0.0, 4.0, 1.0]");
    assertThatThrownBy(() -> new ClauseRow.Box(0, 0, 0, 1, 1)).hasMessageContaining("page 0");
    assertThatThrownBy(() -> new ClauseRow.Box(1, 0, Double.NaN, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void plausibilityIsALogarithm() {
    assertThatThrownBy(() -> new DocumentRow.TextFacts(false, "good", 0, null, 1, null, null))
        .hasMessage("plausibility must be a logarithm of at most 0, but was: 1.0");
  }

  @Test
  void failedDocumentSaysWhyAndOthersDoNot() {
    assertThat(document("d", Status.FAILED, "encrypted", "Needs a password").status())
        .isEqualTo(Status.FAILED);
    assertThatThrownBy(() -> document("d", Status.FAILED, null, "Needs a password"))
        .hasMessage(
            "failure_category and failure_message must be set exactly when status is failed, "
                + "but were: failed, null, Needs a password");
    assertThatThrownBy(() -> document("d", Status.OK, "encrypted", "Needs a password"))
        .hasMessageContaining("but were: ok, encrypted, Needs a password");
    assertThatThrownBy(() -> document("d", Status.FAILED, "Encrypted", "Needs a password"))
        .hasMessageEndingWith("but was: Encrypted");
  }

  @Test
  void onlyAnUnreadableDocumentHasNoId() {
    assertThat(document(null, Status.FAILED, "unreadable", "Permission denied").documentId())
        .isNull();
    assertThatThrownBy(() -> document(null, Status.OK, null, null))
        .hasMessage("document_id must be set when status is ok");
  }

  @Test
  void languageSharesAreShares() {
    assertThatThrownBy(() -> new DocumentRow.LanguageShare("en", 1.5))
        .hasMessage("languages.share must be between 0 and 1, but was: 1.5");
  }

  @Test
  void contextHasDocumentsAndAmountsThatExist() {
    assertThatThrownBy(() -> context(List.of(), 1.0))
        .hasMessage("document_ids must hold at least one document");
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> context(List.of("d"), wrong))
          .hasMessage("inference_seconds must be finite and at least 0, but was: " + wrong);
    }
  }

  @Test
  void supportIsARange() {
    assertThatThrownBy(() -> new SummaryRow.Support("d", "q", "c", 4, 3))
        .hasMessage("support must satisfy 0 <= start <= end, but was: 4 to 3");
  }

  @Test
  void idsAreNotBlank() {
    assertThatThrownBy(() -> new TextRow(" ", "d", "", 0, List.of()))
        .hasMessage("run_id must not be blank");
    assertThatThrownBy(() -> new TextRow("run", "", "", 0, List.of()))
        .hasMessage("document_id must not be blank");
  }

  @Test
  void listsCannotBeChangedFromOutside() {
    List<String> documents = new ArrayList<>(List.of("d"));
    ContextRow context = context(documents, 1.0);
    documents.clear();
    assertThat(context.documentIds()).containsExactly("d");
    assertThatThrownBy(() -> context.documentIds().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static ClauseRow clause(
      String quote, int start, int end, int startUtf16, int endUtf16, double confidence) {
    return new ClauseRow(
        "run",
        "c",
        "d",
        "x",
        "governing-law",
        quote,
        null,
        start,
        end,
        startUtf16,
        endUtf16,
        null,
        null,
        confidence,
        "exact");
  }

  private static ClauseRow onPages(@Nullable Integer first, @Nullable Integer last) {
    return new ClauseRow(
        "run", "c", "d", "x", "governing-law", "q", null, 0, 1, 0, 1, first, last, 1, "exact");
  }

  private static AnswerRow answer(String state, @Nullable Double confidence, int clauses) {
    return new AnswerRow(
        "run",
        "d",
        "x",
        "governing-law",
        "Governing Law",
        "span",
        state,
        null,
        clauses,
        confidence,
        null,
        null,
        0);
  }

  private static DocumentRow document(
      @Nullable String id, Status status, @Nullable String category, @Nullable String message) {
    return new DocumentRow(
        "run",
        id,
        "file:/a.pdf",
        "a.pdf",
        null,
        null,
        1,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        status,
        category,
        message,
        null,
        null,
        null);
  }

  private static ContextRow context(List<String> documents, double seconds) {
    return new ContextRow(
        "run", "x", documents, 1, 1, "exact", 1L, 0L, 0L, true, "m", "e", "f", "cuad", "q", null,
        seconds, null, Status.OK, null, null);
  }
}
