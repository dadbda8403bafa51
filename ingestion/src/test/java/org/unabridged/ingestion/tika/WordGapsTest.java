package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordGapsTest {
  @ParameterizedTest
  @CsvSource({
    "中,国,2,true",
    "中,国,30,false",
    "人,。,2,true",
    "，,人,15,true",
    "สัญ,ญา,2,true",
    "word,next,2,false",
    "가,나,2,false",
    "中,word,2,false",
    "1.,next,2,false"
  })
  void joinsCharactersOfScriptsWithoutBlanks(String word, String next, int gap, boolean within) {
    assertThat(WordGaps.isWithin(at(word, 0), at(next, 20 + gap))).isEqualTo(within);
    assertThat(WordGaps.isWithin(at(word, 20 + gap), at(next, 0))).isEqualTo(within);
  }

  private static Tesseract.Word at(String text, int left) {
    return new Tesseract.Word(text, "1.1.1", "1.1", left, 0, 20, 20, 90);
  }
}
