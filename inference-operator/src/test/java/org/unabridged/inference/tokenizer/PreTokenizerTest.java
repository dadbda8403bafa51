package org.unabridged.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner against the expression that it stands for. */
class PreTokenizerTest {

  private static final Pattern EXPRESSION =
      Pattern.compile(
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
              + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** Characters that the expression treats in different ways, and words of many scripts. */
  private static final String[] ALPHABET = {
    "a",
    "B",
    "s",
    "S",
    "t",
    "re",
    "ve",
    "LL",
    "m",
    "d",
    "'",
    "’",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u00a0",
    "\u0085",
    "\u2028",
    "\u3000",
    "\u200b",
    "1",
    "23",
    "٣",
    "Ⅷ",
    "²",
    ".",
    ",",
    "(",
    "\"",
    "-",
    "§",
    "€",
    "_",
    "é",
    "e\u0301",
    "\u0301",
    "ſ",
    "straße",
    "Ελλάδα",
    "договор",
    "عقد",
    "עִבְרִית",
    "अनुबंध",
    "สัญญา",
    "契約",
    "계약",
    "🤝",
    "𝒜",
    "𝟘",
    "\u1680",
    "İ",
    "K"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'll go; they'RE here, it'S Tom'S. don't CAN'T we'Ve 'ſ 'x ''s 's",
        "  two  spaces\tand\ttabs \n\n new  paragraph\r\n  \r\n end  ",
        "Section 12.3(a)(iv): US$1,000,000.00 (one million) -- \"Agreement\"...\n",
        "\n",
        " ",
        "'",
        "''",
        "a",
        "1",
        "\u0301",
        " \u0301",
        "\t(",
        "\t a",
        " (",
        "  (",
        "(\n\n (",
        "ab\u00a0cd \u00a0 ef",
        "e\u0301e\u0301 \u0301\u0301x",
        "x\u2028y",
        " 1 2  3\n4"
      })
  void splitsLikeTheExpression(String text) {
    assertThat(pieces(text)).isEqualTo(matches(text));
  }

  @Test
  void splitsRandomTextsLikeTheExpression() {
    long seed = 41;
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(12);
      for (int i = 0; i < length; i++) {
        text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
      }
      assertThat(pieces(text.toString()))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(matches(text.toString()));
    }
  }

  @Test
  void classifiesEveryCodePointThatThisJdkKnowsLikeTheExpression() {
    Matcher letter = Pattern.compile("[\\p{L}\\p{M}]").matcher("");
    Matcher number = Pattern.compile("\\p{N}").matcher("");
    Matcher space = Pattern.compile("\\s", Pattern.UNICODE_CHARACTER_CLASS).matcher("");
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (Character.getType(codePoint) == Character.UNASSIGNED
          || Character.getType(codePoint) == Character.SURROGATE) {
        continue;
      }
      String text = Character.toString(codePoint);
      byte expected = CharacterClass.OTHER;
      if (letter.reset(text).matches()) {
        expected = CharacterClass.LETTER;
      } else if (number.reset(text).matches()) {
        expected = CharacterClass.NUMBER;
      } else if (text.equals("\n") || text.equals("\r")) {
        expected = CharacterClass.LINE_END;
      } else if (space.reset(text).matches()) {
        expected = CharacterClass.SPACE;
      }
      assertThat(CharacterClass.of(codePoint)).as("U+%04X", codePoint).isEqualTo(expected);
    }
  }

  @Test
  void knowsLettersAndDigitsNewerThanTheOldestJdk() {
    assertThat(CharacterClass.of(0x1DFA)).isEqualTo(CharacterClass.LETTER);
    assertThat(CharacterClass.of(0x323AF)).isEqualTo(CharacterClass.LETTER);
    assertThat(CharacterClass.of(0x323B0)).isEqualTo(CharacterClass.OTHER);
    assertThat(CharacterClass.of(0x1E5FA)).isEqualTo(CharacterClass.NUMBER);
  }

  private static List<String> pieces(String text) {
    char[] characters = text.toCharArray();
    PreTokenizer scanner = new PreTokenizer(characters, characters.length);
    List<String> pieces = new ArrayList<>();
    for (int start = 0; start < characters.length; ) {
      int end = scanner.pieceEnd(start);
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }

  private static List<String> matches(String text) {
    List<String> matches = new ArrayList<>();
    Matcher matcher = EXPRESSION.matcher(text.replace('ſ', 's'));
    int end = 0;
    while (matcher.find()) {
      assertThat(matcher.start()).isEqualTo(end);
      end = matcher.end();
      matches.add(text.substring(matcher.start(), end));
    }
    assertThat(end).isEqualTo(text.length());
    return matches;
  }
}
