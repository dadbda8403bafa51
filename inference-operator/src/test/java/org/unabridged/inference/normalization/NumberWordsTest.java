package org.unabridged.inference.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          one | 1
          nineteen | 19
          twenty-one | 21
          twenty one | 21
          ninety nine | 99
          one hundred | 100
          hundred | 100
          one hundred and eighty | 180
          three hundred sixty-five | 365
          two thousand nineteen | 2019
          nineteen hundred ninety-nine | 1999
          five hundred thousand | 500000
          one million two hundred thousand | 1200000
          zwölf | 12
          pięć | 5
          """)
  void readsCardinals(String words, long value) {
    assertThat(NumberWords.cardinal(words)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          first | 1
          twelfth | 12
          twentieth | 20
          twenty-first | 21
          thirty first | 31
          """)
  void readsOrdinals(String words, long value) {
    assertThat(NumberWords.ordinal(words)).isEqualTo(value);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThat(NumberWords.cardinal("several")).isNull();
    assertThat(NumberWords.ordinal("last")).isNull();
  }
}
