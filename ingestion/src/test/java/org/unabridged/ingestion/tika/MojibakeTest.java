package org.unabridged.ingestion.tika;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that were misread before they came into the file. */
class MojibakeTest {
  private static final String FRENCH =
      "Le présent contrat est conclu pour une durée indéterminée ; il peut être résilié à l’échéance.";
  private static final String RUSSIAN =
      "Настоящий договор заключён на неопределённый срок и может быть расторгнут любой стороной.";

  @ParameterizedTest
  @CsvSource({
    "UTF-8,windows-1252",
    "UTF-8,ISO-8859-1",
    "UTF-8,windows-1251",
    "UTF-8,IBM850",
    "UTF-8,GB18030"
  })
  void recognisesUtf8(String written, String read) {
    assertThat(Mojibake.share(misread(FRENCH, written, read))).isGreaterThan(0.03);
    assertThat(Mojibake.share(misread(RUSSIAN, written, read))).isGreaterThan(0.3);
  }

  @ParameterizedTest
  @CsvSource({"windows-1251,windows-1252", "KOI8-R,windows-1252", "KOI8-R,windows-1251"})
  void recognisesOtherCharsets(String written, String read) {
    assertThat(Mojibake.share(misread(RUSSIAN, written, read))).isGreaterThan(0.1);
  }

  @Test
  void recognisesWhatWasMisreadTwice() {
    String once = misread(FRENCH, "UTF-8", "windows-1252");

    assertThat(Mojibake.share(misread(once, "UTF-8", "windows-1252"))).isGreaterThan(0.1);
  }

  @Test
  void recognisesAFewWordsInASoundText() {
    String text = (FRENCH + "\n").repeat(50) + misread(FRENCH, "UTF-8", "windows-1252");

    assertThat(Mojibake.share(text)).isBetween(0.0001, 0.01);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FRENCH,
        RUSSIAN,
        "Plain.",
        "É",
        "Всё, что Сёмка сказал: «Ні» і «Її».",
        "ÃO É NÃO: AÇÃO E REVISÃO DO CONTRATO – LOCAÇÃO © 2020",
        "本合同自双方签字盖章之日起生效，双方应当严格遵守。",
        "La «Société» paiera 1 000 € (± 5 %) à l’échéance…"
      })
  void leavesSoundTextsAlone(String text) {
    assertThat(Mojibake.share(text)).isZero();
  }

  @Test
  void neverFailsOnAnyCharacters() {
    long seed = 11;
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      byte[] bytes = new byte[random.nextInt(200) + 1];
      random.nextBytes(bytes);
      String text =
          new String(bytes, random.nextBoolean() ? ISO_8859_1 : Charset.forName("UTF-16"));

      assertThat(Mojibake.share(text)).as("text %d of seed %d", i, seed).isBetween(0.0, 1.0);
    }
  }

  private static String misread(String text, String written, String read) {
    return new String(text.getBytes(Charset.forName(written)), Charset.forName(read))
        .replaceAll("[\\x7f-\\x9f]", "");
  }
}
