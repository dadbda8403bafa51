package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Character.UnicodeScript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the names of Tesseract's data say. */
class TesseractDataTest {
  @ParameterizedTest
  @CsvSource({
    "eng,LATIN,en",
    "deu,LATIN,de",
    "rus,CYRILLIC,ru",
    "ell,GREEK,el",
    "ara,ARABIC,ar",
    "hin,DEVANAGARI,hi",
    "chi_sim,HAN,zh",
    "chi_tra,HAN,zh-Hant",
    "jpn,HIRAGANA,ja",
    "kor,HANGUL,ko",
    "aze,LATIN,az-Latn",
    "aze_cyrl,CYRILLIC,az-Cyrl",
    "uzb_cyrl,CYRILLIC,uz-Cyrl",
    "srp_latn,LATIN,sr-Latn"
  })
  void knowsLanguages(String name, UnicodeScript script, String language) {
    assertThat(TesseractData.of(name)).contains(new TesseractData(name, script, language));
  }

  @ParameterizedTest
  @CsvSource({"Latin,LATIN", "script/Cyrillic,CYRILLIC", "HanS,HAN", "Japanese,HIRAGANA"})
  void knowsScripts(String name, UnicodeScript script) {
    assertThat(TesseractData.of(name)).contains(new TesseractData(name, script, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"osd", "equ", "chi_sim_vert", "Fraktur", "nosuchlanguage", "Nowhere", ""})
  void leavesOutWhatIsOfNoUse(String name) {
    assertThat(TesseractData.of(name)).isEmpty();
  }

  @Test
  void readsTheWordsOfATable() {
    String row = "5\t1\t2\t3\t4\t5\t10\t20\t30\t40\t95.5\tword";

    assertThat(Tesseract.words(List.of("level\tpage_num", row)))
        .containsExactly(new Tesseract.Word("word", "2.3.4", "2.3", 10, 20, 30, 40, 95.5));
  }
}
