package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.tika.metadata.Metadata;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Which languages are found, by the installed Tesseract. */
class TextRecognitionTest {
  private static final List<String> OF_ONE_SCRIPT = List.of("deu", "eng", "osd");

  private static final List<String> GERMAN =
      List.of(
          "Dieser Vertrag unterliegt dem Recht der Bundesrepublik.",
          "Der Mieter zahlt die Miete im Voraus, spätestens am",
          "dritten Werktag eines Monats, auf das Konto des Vermieters.",
          "Das Recht zur fristlosen Kündigung bleibt davon unberührt.");

  private static final List<String> ENGLISH =
      List.of(
          "This Agreement is governed by the laws of Ruritania.",
          "Each party may end it by notice in writing.");

  @Test
  void findsTheLanguageWhereAllThatAreInstalledShareAScript() throws IOException {
    assertThat(languages(GERMAN)).isEqualTo("deu (page 1)");
    assertThat(languages(ENGLISH)).isEqualTo("eng (page 1)");
  }

  private static String languages(List<String> lines) throws IOException {
    Assumptions.assumeTrue(
        Tesseract.installedLanguages().containsAll(OF_ONE_SCRIPT),
        "SKIPPED: needs Tesseract on the path with its English and German");
    TextRecognition recognition =
        TextRecognition.finding(Objects.requireNonNull(Tesseract.find()), OF_ONE_SCRIPT);
    recognition.recognise(DrawnPages.of(lines), DrawnPages.RESOLUTION, 1);
    Metadata metadata = new Metadata();
    recognition.report(metadata);
    return String.valueOf(metadata.get(TextRecognition.LANGUAGES));
  }
}
