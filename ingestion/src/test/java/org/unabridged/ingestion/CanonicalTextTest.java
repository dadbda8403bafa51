package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.ingestion.tika.Marks;

class CanonicalTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\\r\\nb\\rc\\u2028d\\u2029e | a\\nb\\nc\\nd\\ne",
        "a \\t\\u00a0\\nb | a\\nb",
        "a\\n\\n \\n\\n\\nb | a\\n\\nb",
        "\\n \\n a\\n\\n | a",
        "a\\n  b | a\\n  b",
        "e\\u0301 | \\u00e9",
        "\\ufeffa\\ufeffb | ab",
        "a\\u0000b\\u0007c\\u009fd | abcd",
        "a\\ud800b\\udc00 | a\\ufffdb\\ufffd",
        "\\ud83d\\ude00 | \\ud83d\\ude00",
        "\\u05d0\\u05d1 \\u0627 | \\u05d0\\u05d1 \\u0627",
        "\\u3000 | ''"
      })
  void bringsTextIntoCanonicalForm(String given, String expected) {
    assertThat(CanonicalText.of(unescape(given)).text()).isEqualTo(unescape(expected));
  }

  @Test
  void findsPagesInTheTextThatItGives() {
    CanonicalText canonical =
        CanonicalText.of(
            "before\n"
                + page('P', " one \n\n\n")
                + Marks.END
                + "between"
                + page('P', "  \n")
                + page('P', "three")
                + Marks.END);

    assertThat(canonical.text()).isEqualTo("before\n one\n\nbetween\n\nthree");
    assertThat(texts(canonical)).containsExactly("one", "", "three");
    assertThat(canonical.pages()).extracting(PageSpan::number).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"P,PAGE", "S,SLIDE", "T,SHEET", "R,PART"})
  void knowsEveryKindOfPage(char mark, PageSpan.Kind kind) {
    assertThat(CanonicalText.of(page(mark, "x")).pages())
        .singleElement()
        .satisfies(page -> assertThat(page.kind()).isEqualTo(kind));
  }

  @Test
  void labelsASheetWithItsFirstLine() {
    assertThat(CanonicalText.of(page('T', "Fees\n1\t2")).pages())
        .singleElement()
        .satisfies(page -> assertThat(page.label()).isEqualTo("Fees"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsItsInvariantsOnRandomText(long seed) {
    Random random = new Random(seed);
    String alphabet = "ab \t\n\r\u00a0\u2028e\u0301\u0327\ufeff\u0000\u3000A\u030a\ud83d\ude00";
    StringBuilder given = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      int choice = random.nextInt(alphabet.length() + 1);
      given.append(
          choice == alphabet.length() ? "" + Marks.BEGIN + Marks.PAGE : alphabet.charAt(choice));
    }

    CanonicalText canonical = CanonicalText.of(given.toString());

    assertThat(Normalizer.isNormalized(canonical.text(), Normalizer.Form.NFC))
        .as("seed %s", seed)
        .isTrue();
    assertThat(canonical.text()).doesNotContain("\n\n\n", " \n", "\t\n", "\r", "\u0001");
    assertThat(CanonicalText.of(canonical.text()).text()).isEqualTo(canonical.text());
    int previousEnd = 0;
    for (PageSpan page : canonical.pages()) {
      assertThat(page.start()).isGreaterThanOrEqualTo(previousEnd);
      previousEnd = page.end();
    }
    assertThat(previousEnd).isLessThanOrEqualTo(canonical.text().length());
  }

  private static String page(char kind, String text) {
    return "" + Marks.BEGIN + kind + text;
  }

  private static List<String> texts(CanonicalText canonical) {
    return canonical.pages().stream()
        .map(page -> canonical.text().substring(page.start(), page.end()))
        .toList();
  }

  private static String unescape(String text) {
    return unescapeUnicode(text).translateEscapes();
  }

  private static String unescapeUnicode(String text) {
    StringBuilder unescaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        unescaped.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        unescaped.append(text.charAt(i));
      }
    }
    return unescaped.toString();
  }
}
