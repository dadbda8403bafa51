package org.unabridged.inference.prompting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.AnswerType;
import org.unabridged.inference.Context;
import org.unabridged.inference.Part;
import org.unabridged.inference.Question;
import org.unabridged.inference.Summary;
import org.unabridged.inference.Support;
import org.unabridged.inference.prompting.AnswerCollector.Written;

class AnswerCollectorTest {
  private static final String LAW = "Dieser Vertrag unterliegt dem Recht der Schweiz.";
  private static final String TERM = "Er gilt drei Jahre ab Unterzeichnung durch beide Parteien.";
  private static final String TEXT = LAW + "\n" + TERM + "\n";
  private static final Part PART = new Part("d", 0, TEXT.length(), List.of("de-CH"));

  private static Written written(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new Written(bytes, bytes.length, (from, to) -> 0.5);
  }

  private static String place(String members, int line, String first, String last) {
    return "{%s'first_line':%d,'last_line':%d,'first_words':'%s','last_words':'%s'}"
        .formatted(members, line, line, first, last);
  }

  @Test
  void receiptsAreClausesWhereThereAreSomeAndSpansOfTheirOwnElsewhere() throws IOException {
    ContextText text = new ContextText(new Context("c", TEXT, List.of(PART)));
    AnswerCollector collector = new AnswerCollector(text);
    SummaryPrompt summary = SummaryPrompt.of(0, text.index(0).lines(), PART);
    String first =
        place("'sentence':'Schweizer Recht.',", 1, "Dieser Vertrag unterliegt", "der Schweiz.");
    String second = place("'sentence':'Drei Jahre.',", 2, "gilt drei Jahre", "beide Parteien.");
    String third =
        place("'sentence':'Erfunden.',", 1, "Niemals gesagte Worte hier", "frei erfunden.");
    collector.take(summary, written("{'sentences':[" + first + "," + second + "," + third + "]}"));
    Question law = new Question("law", "Law", "Which law?", AnswerType.SPAN, null, null);
    collector.take(
        new ExtractionPrompt(0, text.index(0).lines(), List.of(law)),
        written("{'law':[" + place("", 1, "Dieser Vertrag unterliegt", "der Schweiz.") + "]}"));

    Summary made = collector.summaries().get(0);

    assertThat(made.language()).isEqualTo("de-CH");
    assertThat(made.sentences()).hasSize(2);
    assertThat(made.sentences().get(0).support())
        .containsExactly(new Support("d", "law", 0, LAW.length()));
    assertThat(made.sentences().get(1).support())
        .containsExactly(
            new Support("d", null, TEXT.indexOf("gilt"), TEXT.indexOf(TERM) + TERM.length()));
  }

  @Test
  void asksForTheLanguageOfTheDocument() {
    ContextText text = new ContextText(new Context("c", TEXT, List.of(PART)));
    assertThat(SummaryPrompt.of(0, text.index(0).lines(), PART).text())
        .contains("Write the sentences in German.");
    Part unknown = new Part("d", 0, TEXT.length());
    assertThat(SummaryPrompt.of(0, text.index(0).lines(), unknown).text())
        .contains("in the language of the document");
  }
}
