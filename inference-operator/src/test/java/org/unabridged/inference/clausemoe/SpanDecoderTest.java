package org.unabridged.inference.clausemoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.clausemoe.SpanDecoder.DocumentDecoder;
import org.unabridged.inference.clausemoe.SpanDecoder.Repeats;
import org.unabridged.inference.clausemoe.SpanDecoder.Span;
import org.unabridged.inference.clausemoe.SpanDecoder.TypeParameters;
import org.unabridged.inference.tokenizer.TokenPlaces;

class SpanDecoderTest {

  @Test
  void findsTheTrainersSpans() throws IOException {
    JsonNode golden = GoldenTest.json("golden-decoder.json");
    JsonNode parameters = golden.get("decoder");
    List<TypeParameters> types = new ArrayList<>();
    for (int type = 0; type < parameters.get("low_threshold").size(); type++) {
      types.add(type(parameters, type));
    }
    String text = golden.get("text").asText();
    int[] starts = utf16(text, golden.get("start"));
    int[] ends = utf16(text, golden.get("end"));
    Set<String> abbreviations = new HashSet<>();
    parameters.get("abbreviations").forEach(word -> abbreviations.add(word.asText()));
    DocumentDecoder decoder =
        new SpanDecoder(types, abbreviations).begin(text, 0, text.length(), places(starts, ends));
    JsonNode probabilities = golden.get("probabilities");
    for (int token = 0; token < probabilities.size(); token++) {
      float[] row = new float[types.size()];
      for (int type = 0; type < row.length; type++) {
        row[type] = (float) probabilities.get(token).get(type).asDouble();
      }
      decoder.accept(token, row);
    }
    List<Span> spans = decoder.finish();
    assertThat(spans).hasSize(golden.get("spans").size()).isNotEmpty();
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      JsonNode expected = golden.get("spans").get(i);
      assertThat(span.type()).isEqualTo(expected.get("label").asInt());
      assertThat(text.codePointCount(0, span.start())).isEqualTo(expected.get("start").asInt());
      assertThat(text.codePointCount(0, span.end())).isEqualTo(expected.get("end").asInt());
      assertThat(span.confidence()).isCloseTo(expected.get("confidence").asDouble(), within(1e-6));
    }
  }

  private static int[] utf16(String text, JsonNode codePoints) {
    int[] offsets = new int[codePoints.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = text.offsetByCodePoints(0, codePoints.get(i).asInt());
    }
    return offsets;
  }

  private static TokenPlaces places(int[] starts, int[] ends) {
    return new TokenPlaces() {
      @Override
      public int start(int index) {
        return starts[index];
      }

      @Override
      public int end(int index) {
        return ends[index];
      }
    };
  }

  private static TypeParameters type(JsonNode parameters, int type) {
    double[] weights = new double[SpanDecoder.FEATURES];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = parameters.get("calibration").get(type * weights.length + i).asDouble();
    }
    return new TypeParameters(
        (float) parameters.get("low_threshold").get(type).asDouble(),
        (float) parameters.get("high_threshold").get(type).asDouble(),
        parameters.get("gap_tokens").get(type).asInt(),
        parameters.get("min_tokens").get(type).asInt(),
        parameters.get("split_tokens").get(type).asInt(),
        parameters.get("snap_share").get(type).asDouble(),
        parameters.get("drop_repeats").get(type).asInt() != 0 ? Repeats.DROP : Repeats.KEEP,
        weights,
        parameters.get("reporting_threshold").get(type).asDouble(),
        parameters.get("decision_threshold").get(type).asDouble());
  }

  @Test
  void joinsRunsAcrossASmallGapOnly() {
    assertThat(decode(1, 1, Repeats.KEEP, "a b c d e", .9, .1, .9, .1, .1))
        .containsExactly("a b c");
    assertThat(decode(0, 1, Repeats.KEEP, "a b c d e", .9, .1, .9, .1, .1))
        .containsExactly("a", "c");
    assertThat(decode(1, 1, Repeats.KEEP, "a b c d e", .9, .1, .1, .9, .9))
        .containsExactly("a", "d e");
  }

  @Test
  void dropsRunsThatAreLowOrShort() {
    assertThat(decode(0, 1, Repeats.KEEP, "a b c", .55, .1, .55)).isEmpty();
    assertThat(decode(0, 2, Repeats.KEEP, "a b c d", .9, .1, .9, .9)).containsExactly("c d");
  }

  @Test
  void dropsRepeatsWhereToldTo() {
    double[] probabilities = {.9, .9, .1, .9, .9, .1, .9};
    assertThat(decode(0, 1, Repeats.DROP, "x y z x y z w", probabilities))
        .containsExactly("x y", "w");
    assertThat(decode(0, 1, Repeats.KEEP, "x y z x y z w", probabilities))
        .containsExactly("x y", "x y", "w");
  }

  @Test
  void endsARunWithTheDocument() {
    assertThat(decode(0, 1, Repeats.KEEP, "a b", .9, .9)).containsExactly("a b");
    assertThat(decode(3, 1, Repeats.KEEP, "a b", .9, .1)).containsExactly("a");
    assertThat(decode(0, 1, Repeats.KEEP, "")).isEmpty();
  }

  @Test
  void cutsARunWhereSentencesEnd() {
    String text = "Aa bb. Cc dd ee. Ff gg.";
    assertThat(decodeWords(2, 9, text, 7)).containsExactly("Aa bb.", "Cc dd ee.", "Ff gg.");
    assertThat(decodeWords(3, 9, text, 7)).containsExactly("Aa bb. Cc dd ee. Ff gg.");
    assertThat(decodeWords(0, 9, text, 7)).containsExactly(text);
    assertThat(decodeWords(2, 9, text, 4)).containsExactly("Aa bb.", "Cc dd");
    assertThat(decodeWords(2, 9, text, 3)).containsExactly("Aa bb. Cc");
  }

  @Test
  void completesSentencesThatAreNearlyCovered() {
    String text = "Aa bb. Cc dd ee. Ff gg.";
    assertThat(decodeWords(1, 0.6, text, 4)).containsExactly("Aa bb.", "Cc dd ee.");
    assertThat(decodeWords(1, 0.7, text, 4)).containsExactly("Aa bb.", "Cc dd");
    assertThat(decodeWords(0, 0.8, text, 4)).containsExactly("Aa bb. Cc dd ee.");
  }

  @Test
  void endsNoSentenceAtAnAbbreviationOrBeforeALowerCaseLetter() {
    for (String text : List.of("Aa Inc. Cc", "Aa B. Cc", "Aa bb. cc", "Aa bb.cc Dd", "Aa 1.5 Cc")) {
      assertThat(decodeWords(1, 9, text, 3)).as(text).containsExactly(text);
    }
    for (String text :
        List.of("Aa bb! Cc", "Aa bb.\") Cc", "Aa 15. Cc", "Aa bb?’ Cc", "Aa (bb). 契")) {
      assertThat(decodeWords(1, 9, text, 3)).as(text).hasSize(2);
    }
  }

  /** Decodes a text whose first words are marked. */
  private static List<String> decodeWords(int split, double snap, String text, int marked) {
    double[] weights = new double[SpanDecoder.FEATURES];
    TypeParameters type =
        new TypeParameters(.5f, .6f, 0, 1, split, snap, Repeats.KEEP, weights, 0, .5);
    double[] probabilities = new double[text.split(" ").length];
    Arrays.fill(probabilities, 0, marked, .9);
    return decode(type, text, probabilities);
  }

  private static List<String> decode(
      int gap, int shortest, Repeats repeats, String text, double... probabilities) {
    double[] weights = new double[SpanDecoder.FEATURES];
    TypeParameters type =
        new TypeParameters(.5f, .6f, gap, shortest, 0, 9, repeats, weights, 0, .5);
    return decode(type, text, probabilities);
  }

  /** Decodes one type of a text whose tokens are its words, each with the space before it. */
  private static List<String> decode(TypeParameters type, String text, double[] probabilities) {
    int[] starts = new int[probabilities.length];
    int[] ends = new int[probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      starts[i] = i == 0 ? 0 : ends[i - 1];
      int space = text.indexOf(' ', starts[i] + 1);
      ends[i] = space < 0 ? text.length() : space;
    }
    DocumentDecoder decoder =
        new SpanDecoder(List.of(type), Set.of("Inc"))
            .begin(text, 0, text.length(), places(starts, ends));
    for (int i = 0; i < probabilities.length; i++) {
      decoder.accept(i, new float[] {(float) probabilities[i]});
    }
    return decoder.finish().stream().map(span -> text.substring(span.start(), span.end())).toList();
  }

  @Test
  void trimsSpaceAndCompletesWords() {
    String text = "In\u00a0Straße\u3000, 𝒜bc-def \n x";
    assertThat(tidy(text, 3, 6)).isEqualTo("Straße");
    assertThat(tidy(text, 2, 10)).isEqualTo("Straße");
    assertThat(tidy(text, 9, 12)).isEqualTo(",");
    assertThat(tidy(text, 14, 15)).isEqualTo("𝒜bc");
    assertThat(tidy(text, 16, 18)).isEqualTo("-def");
    assertThat(new DocumentText(text, 0, text.length()).tidy(9, 10)).isNull();
  }

  @Test
  void keepsToItsDocument() {
    DocumentText document = new DocumentText("onetwothree", 3, 6);
    assertThat(document.tidy(0, 11)).isEqualTo(new DocumentText.Range(3, 6));
    assertThat(document.tidy(4, 5)).isEqualTo(new DocumentText.Range(3, 6));
    assertThat(document.tidy(7, 9)).isNull();
  }

  private static String tidy(String text, int start, int end) {
    DocumentText.Range range =
        Objects.requireNonNull(new DocumentText(text, 0, text.length()).tidy(start, end));
    return text.substring(range.start(), range.end());
  }
}
