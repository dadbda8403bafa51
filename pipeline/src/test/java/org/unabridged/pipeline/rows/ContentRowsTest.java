package org.unabridged.pipeline.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.Answer;
import org.unabridged.inference.AnswerState;
import org.unabridged.inference.Clause;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.QuestionSet;
import org.unabridged.ingestion.PageSpan;
import org.unabridged.ingestion.TextBoxes;
import org.unabridged.outputs.ClauseRow;
import org.unabridged.outputs.Row;
import org.unabridged.pipeline.state.StoredDocument;

class ContentRowsTest {
  private static final String TEXT = "\uD83D\uDCDC Law: Peru.\nPage two.";
  private static final RunFacts FACTS =
      new RunFacts("run", "model", "engine", "print", QuestionSet.cuad());

  @Test
  void placesAClauseInCodePointsUnitsAndPages() {
    int start = TEXT.indexOf("Law");
    int end = TEXT.indexOf("two") + 3;

    ClauseRow row = clause(start, end, TEXT.substring(start, end));

    assertThat(row.quote()).isEqualTo("Law: Peru.\nPage two");
    assertThat(row.startUtf16()).isEqualTo(3);
    assertThat(row.start()).isEqualTo(2);
    assertThat(row.end() - row.start()).isEqualTo(row.endUtf16() - row.startUtf16());
    assertThat(row.pageFirst()).isEqualTo(1);
    assertThat(row.pageLast()).isEqualTo(2);
    assertThat(row.clauseId()).isEqualTo(clause(start, end, row.quote()).clauseId());
    assertThat(row.clauseId())
        .isNotEqualTo(clause(start, end - 1, "Law: Peru.\nPage tw").clauseId());
  }

  @Test
  void failsLoudlyOnAQuoteThatIsNotTheText() {
    assertThatThrownBy(() -> clause(3, 6, "law"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the quote of a governing-law clause is not what stands at 3 to 6");
  }

  @Test
  void failsLoudlyOnASpanPastTheEnd() {
    int length = TEXT.length();
    assertThatThrownBy(() -> clause(length - 1, length + 1, ".x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not what stands at");
  }

  private static ClauseRow clause(int start, int end, String quote) {
    Clause clause = new Clause("d", "governing-law", start, end, quote, 0.5, MatchTier.EXACT, null);
    Answer answer =
        new Answer(
            "d", "governing-law", AnswerState.FOUND, null, 0.5, null, null, List.of(clause), 0);
    PredictionResult result =
        new PredictionResult(
            "c", "m", "e", "f", 1, 1, 0, 0, List.of(answer), List.of(), Duration.ZERO);
    List<Row> rows = new ArrayList<>();
    new ContentRows(FACTS, document(), TEXT, TextBoxes.NONE).answers(result, rows::add);
    return rows.stream()
        .filter(ClauseRow.class::isInstance)
        .map(ClauseRow.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static StoredDocument document() {
    int second = TEXT.indexOf("Page");
    return new StoredDocument(
        "d",
        "",
        null,
        "text/plain",
        1,
        "t",
        TEXT.length(),
        TEXT.codePointCount(0, TEXT.length()),
        true,
        List.of(
            new PageSpan(PageSpan.Kind.PAGE, 1, null, 0, second - 1),
            new PageSpan(PageSpan.Kind.PAGE, 2, null, second, TEXT.length())),
        null,
        null,
        List.of(),
        Map.of(),
        Duration.ZERO);
  }
}
