package org.unabridged.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The encoder on a vocabulary of its own, against a slow twin that follows the definition word by
 * word.
 */
class TokenizerTest {

  private static final String[] WORDS = {
    "the",
    " the",
    "agreement",
    " Agreement",
    "party",
    "ies",
    " 12",
    ".\n\n",
    "straße",
    "договор",
    "契約",
    "🤝",
    "aaaaaaaa",
    "abababab",
    "''''",
    "    "
  };

  private final List<String> tokens = new ArrayList<>();
  private final List<String> merges = new ArrayList<>();
  private final Tokenizer tokenizer;

  TokenizerTest() {
    for (int value = 0; value < 256; value++) {
      tokens.add(String.valueOf(ByteAlphabet.character(value)));
    }
    // every word is built from the left in one place, from the right in the next, so that merges
    // compete
    for (int i = 0; i < WORDS.length; i++) {
      addMerges(alphabet(WORDS[i]), i % 2 == 0);
    }
    tokens.add("<|endoftext|>");
    tokenizer = new Tokenizer(tokens, merges);
  }

  private void addMerges(String word, boolean fromLeft) {
    for (int length = 2; length <= word.length(); length++) {
      int start = fromLeft ? 0 : word.length() - length;
      String merged = word.substring(start, start + length);
      int cut = fromLeft ? length - 1 : 1;
      String left = merged.substring(0, cut);
      String merge = left + " " + merged.substring(cut);
      if (!merges.contains(merge)) {
        merges.add(merge);
      }
      if (!tokens.contains(merged)) {
        tokens.add(merged);
      }
    }
  }

  @Test
  void encodesLikeTheTwin() {
    long seed = 5;
    Random random = new Random(seed);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      int words = random.nextInt(30);
      for (int i = 0; i < words; i++) {
        String word = WORDS[random.nextInt(WORDS.length)];
        int from = random.nextInt(word.codePointCount(0, word.length()));
        text.append(word.substring(word.offsetByCodePoints(0, from)));
      }
      check(text.toString(), "seed " + seed + ", round " + round);
    }
  }

  @Test
  void encodesLongPiecesLikeTheTwin() {
    Random random = new Random(6);
    for (int length = 20; length < 400; length += 13) {
      StringBuilder letters = new StringBuilder();
      for (int i = 0; i < length; i++) {
        letters.append((char) ('a' + random.nextInt(2)));
      }
      check(letters.toString(), "length " + length);
    }
  }

  private void check(String text, String description) {
    TokenSequence sequence = tokenizer.encode(text);
    assertThat(sequence.ids()).as(description).isEqualTo(twin(text));
    assertThat(tokenizer.count(text)).isEqualTo(sequence.size());
    checkOffsets(text, sequence);
  }

  /** Characters are covered without gaps, and a token's bytes lie in the characters it touches. */
  private void checkOffsets(String text, TokenSequence sequence) {
    int bytesBefore = 0;
    for (int i = 0; i < sequence.size(); i++) {
      int bytesAfter = bytesBefore + tokens.get(sequence.id(i)).length();
      assertThat(utf8Length(text, sequence.start(i))).isLessThanOrEqualTo(bytesBefore);
      assertThat(utf8Length(text, sequence.start(i) + 1)).isGreaterThan(bytesBefore);
      assertThat(utf8Length(text, sequence.end(i))).isGreaterThanOrEqualTo(bytesAfter);
      int lastCharacter = text.offsetByCodePoints(sequence.end(i), -1);
      assertThat(utf8Length(text, lastCharacter)).isLessThan(bytesAfter);
      bytesBefore = bytesAfter;
    }
    assertThat(bytesBefore).isEqualTo(utf8Length(text, text.length()));
  }

  private static int utf8Length(String text, int end) {
    int held = Math.min(end, text.length());
    if (held > 0 && held < text.length() && Character.isLowSurrogate(text.charAt(held))) {
      held++;
    }
    return text.substring(0, held).getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Merges the pair of lowest rank, the leftmost among equals, until no pair is left that merges.
   */
  private int[] twin(String text) {
    List<Integer> ids = new ArrayList<>();
    char[] characters = text.toCharArray();
    PreTokenizer scanner = new PreTokenizer(characters, characters.length);
    for (int start = 0; start < characters.length; ) {
      int end = scanner.pieceEnd(start);
      List<String> piece = new ArrayList<>(List.of(alphabet(text.substring(start, end)).split("")));
      for (int best = best(piece); best >= 0; best = best(piece)) {
        piece.set(best, piece.get(best) + piece.remove(best + 1));
      }
      piece.forEach(token -> ids.add(tokens.indexOf(token)));
      start = end;
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private int best(List<String> piece) {
    int best = -1;
    int lowest = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < piece.size(); i++) {
      int rank = merges.indexOf(piece.get(i) + " " + piece.get(i + 1));
      if (rank >= 0 && rank < lowest) {
        lowest = rank;
        best = i;
      }
    }
    return best;
  }

  private static String alphabet(String text) {
    StringBuilder characters = new StringBuilder();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      characters.append(ByteAlphabet.character(value & 0xff));
    }
    return characters.toString();
  }

  @Test
  void neverRecognisesAnAddedToken() {
    int added = tokens.indexOf("<|endoftext|>");
    assertThat(tokenizer.encode("a<|endoftext|>b").ids())
        .doesNotContain(added)
        .hasSizeGreaterThan(3);
  }

  @Test
  void encodesTextThatIsNotNormalisedAsItStands() {
    TokenSequence sequence = tokenizer.encode("e\u0301x");
    assertThat(sequence.size()).isEqualTo(4);
    assertThat(sequence.start(3)).isEqualTo(2);
  }

  @Test
  void encodesALoneSurrogateAsReplacementCharacter() {
    TokenSequence sequence = tokenizer.encode("a\ud83eb");
    assertThat(sequence.ids()).isEqualTo(tokenizer.encode("a\ufffdb").ids());
    assertThat(sequence.start(1)).isEqualTo(1);
    assertThat(sequence.end(3)).isEqualTo(2);
  }

  @Test
  void encodesNothingAsNothing() {
    assertThat(tokenizer.encode("").size()).isZero();
    assertThat(tokenizer.count("")).isZero();
  }

  @Test
  @Timeout(30)
  void takesHostileTextInItsStride() {
    Random random = new Random(8);
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < 5_000_000; i++) {
      letters.append((char) ('a' + random.nextInt(2)));
    }
    assertThat(tokenizer.count(letters.toString())).isBetween(1L, 5_000_000L);
    assertThat(tokenizer.count(" ".repeat(5_000_000))).isPositive();
    assertThat(tokenizer.count("\n \n".repeat(1_000_000))).isPositive();
    assertThat(tokenizer.count("\u0301".repeat(2_000_000))).isPositive();
    assertThat(tokenizer.count("'".repeat(5_000_000))).isPositive();
  }

  @Test
  void refusesAVocabularyThatDoesNotFitTogether() {
    assertThatThrownBy(() -> new Tokenizer(tokens.subList(1, 256), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no token");
    assertThatThrownBy(() -> new Tokenizer(tokens, List.of("a zz")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no token 'zz' in the vocabulary");
    for (String merge : List.of("ab", " a", "a ", "")) {
      assertThatThrownBy(() -> new Tokenizer(tokens, List.of(merge)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("merge 0 is not a pair: '" + merge + "'");
    }
  }
}
