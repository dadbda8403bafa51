package org.unabridged.inference.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2019-03-01 | March 1, 2019
          2019-03    | March 2019
          2019       | 2019
          """)
  void writesDates(String iso, String words) {
    assertThat(Wording.date(iso)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "P1Y, 1 year",
    "P3Y, 3 years",
    "P1Y6M, 1 year and 6 months",
    "P90D, 90 days",
    "P6W, 6 weeks",
    "PT48H, 48 hours",
    "perpetual, perpetual"
  })
  void writesDurations(String iso, String words) {
    assertThat(Wording.duration(iso)).isEqualTo(words);
  }

  @Test
  void writesLists() {
    assertThat(Wording.list(List.of())).isEmpty();
    assertThat(Wording.list(List.of("a"))).isEqualTo("a");
    assertThat(Wording.list(List.of("a", "b"))).isEqualTo("a and b");
    assertThat(Wording.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SUPPLY AGREEMENT               | Supply Agreement
          TERMS AND CONDITIONS OF SALE   | Terms and Conditions of Sale
          THE (FIRST) AMENDMENT          | The (First) Amendment
          Supply AGREEMENT               | Supply AGREEMENT
          NDA                            | NDA
          """)
  void readsTitlesInCapitalsAloud(String name, String title) {
    assertThat(Wording.title(name)).isEqualTo(title);
  }

  @Test
  void cutsLongQuotesAfterAWord() {
    String quote = Wording.quote("some words \n".repeat(30));

    assertThat(quote).hasSizeLessThanOrEqualTo(144).matches("(some|words)( (some|words))* \\.{3}");
    assertThat(Wording.quote(" short \n quote ")).isEqualTo("short quote");
  }

  @Test
  void neverCutsACharacterInTwo() {
    String quote = Wording.quote("x" + "😀".repeat(200));

    assertThat(quote.codePoints()).noneMatch(c -> c >= 0xD800 && c < 0xE000);
  }
}
