package org.unabridged.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unabridged.inference.tokenizer.TinyVocabulary.Golden;

class ModelTokenizerTest {

  private static final ModelTokenizer TOKENIZER = TinyVocabulary.tokenizer();

  static List<Golden> cases() {
    return TinyVocabulary.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void encodesAsAnotherImplementationDoes(Golden golden) {
    assertThat(TOKENIZER.encodeTrusted(golden.text())).isEqualTo(golden.idArray());
    assertThat(TOKENIZER.decode(golden.idArray())).isEqualTo(golden.decoded());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void neverFindsAnAddedTokenInText(Golden golden) {
    int[] ids = TOKENIZER.encode(golden.text());
    assertThat(Arrays.stream(ids)).allMatch(id -> TOKENIZER.kind(id) == TokenKind.TEXT);
    assertThat(TOKENIZER.count(golden.text())).isEqualTo(ids.length);
    assertThat(TOKENIZER.decode(ids)).isEqualTo(Normalizer.normalize(golden.text(), Form.NFC));
    boolean plain = golden.ids().stream().allMatch(id -> TOKENIZER.kind(id) == TokenKind.TEXT);
    if (plain) {
      assertThat(ids).isEqualTo(golden.idArray());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void splitsAsAnotherImplementationDoes(Golden golden) {
    if (golden.pieces().isEmpty()) {
      return;
    }
    char[] text = NormalForm.compose(golden.text()).toCharArray();
    PreTokenizer splitter = new PreTokenizer(text, text.length);
    List<String> pieces = new ArrayList<>();
    for (int start = 0; start < text.length; ) {
      int end = splitter.pieceEnd(start);
      pieces.add(new String(text, start, end - start));
      start = end;
    }
    assertThat(pieces).isEqualTo(golden.pieces());
  }

  @Test
  void knowsAddedTokensByName() {
    assertThat(TOKENIZER.vocabularySize()).isEqualTo(3033);
    assertThat(TOKENIZER.specialToken("<|im_end|>")).isEqualTo(3002);
    assertThat(TOKENIZER.kind(3002)).isEqualTo(TokenKind.CONTROL);
    assertThat(TOKENIZER.specialToken("</think>")).isEqualTo(3025);
    assertThat(TOKENIZER.kind(3025)).isEqualTo(TokenKind.MARKUP);
    assertThat(TOKENIZER.bytes(3025)).isEqualTo("</think>".getBytes(StandardCharsets.UTF_8));
    for (String name : List.of("<|no_such|>", "the", "")) {
      assertThatThrownBy(() -> TOKENIZER.specialToken(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no special token " + name);
    }
  }

  @Test
  void tellsTheBytesOfEveryToken() {
    String text = "Straße, договор, 契約 🤝 \u0000";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : TOKENIZER.encode(text)) {
      bytes.writeBytes(TOKENIZER.bytes(id));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    TOKENIZER.bytes(5)[0] = 0;
    assertThat(TOKENIZER.bytes(5)).isEqualTo(new byte[] {'&'});
  }

  /** Every byte a token of its own: the decoder has to wait for the rest of a character. */
  @Test
  void holdsBackWhatIsNoWholeCharacterYet() {
    List<String> alphabet = TinyVocabulary.tokens().subList(0, 256);
    String text = "aß契🤝";
    TextDecoder decoder = new TextDecoder(TOKENIZER);
    StringBuilder shown = new StringBuilder();
    List<String> steps = new ArrayList<>();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      String step =
          decoder.append(alphabet.indexOf(String.valueOf(ByteAlphabet.character(value & 0xff))));
      steps.add(step);
      shown.append(step);
    }
    assertThat(steps).containsExactly("a", "", "ß", "", "", "契", "", "", "", "🤝");
    assertThat(decoder.finish()).isEmpty();
    assertThat(shown.toString()).isEqualTo(text);
  }

  @Test
  void replacesBytesThatAreNoText() {
    List<String> alphabet = TinyVocabulary.tokens().subList(0, 256);
    Random random = new Random(11);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextBoolean() ? 0x80 + random.nextInt(0x80) : random.nextInt());
      }
      int[] ids = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        ids[i] = alphabet.indexOf(String.valueOf(ByteAlphabet.character(bytes[i] & 0xff)));
      }
      assertThat(TOKENIZER.decode(ids))
          .as("seed 11, %s", Arrays.toString(bytes))
          .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Test
  void normalisesAsTheJdkDoesHoweverManyMarks() {
    String marks =
        "\u0301\u0323\u0308\u0334\u0345\u0327\u05b0\u05c1\u064b\u0f71\u0f72\u0f73\u0e38\u0e48\u3099"
            + "\u0344\u0340\u093c\u094d\u20dd\u0489\u0903\u1d16d\u0c55";
    int[] codePoints = marks.codePoints().toArray();
    Random random = new Random(12);
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(200); i >= 0; i--) {
        text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
        if (random.nextInt(100) == 0) {
          text.append("aé가ก".charAt(random.nextInt(4)));
        }
      }
      assertThat(NormalForm.compose("a" + text))
          .as("seed 12, round %d", round)
          .isEqualTo(Normalizer.normalize("a" + text, Form.NFC));
    }
  }

  @Test
  void refusesAVocabularyThatDoesNotFitTogether() {
    List<String> tokens = new ArrayList<>(TinyVocabulary.tokens());
    List<TokenKind> kinds = TinyVocabulary.kinds();
    assertThatThrownBy(() -> new ModelTokenizer(tokens, kinds.subList(1, 5), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 kinds of 3033 tokens");
    tokens.set(300, "契");
    assertThatThrownBy(() -> new ModelTokenizer(tokens, kinds, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token 300 is no text: '契'");
  }
}
