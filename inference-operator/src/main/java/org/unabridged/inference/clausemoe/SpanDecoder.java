package org.unabridged.inference.clausemoe;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tokenizer.TokenSequence;
import org.unabridged.inference.weights.GgufFile;

/**
 * From the probabilities of tokens to spans of text with calibrated confidences, linear in the
 * document. For each clause type:
 *
 * <ol>
 *   <li>tokens with a probability of at least {@code low} form runs; runs with at most {@code gap}
 *       tokens between them join;
 *   <li>a run stays if its highest probability is at least {@code high} and it has at least {@code
 *       shortest} tokens;
 *   <li>its text is trimmed of white space, then completed to whole words; a span equal to the one
 *       before is dropped;
 *   <li>where {@code dropRepeats} says so, a text that occurred before is dropped;
 *   <li>the confidence is a logistic function of the span's features, with weights fitted on
 *       validation data; spans below {@code reporting} are not reported, a type with a span of at
 *       least {@code decision} counts as found.
 * </ol>
 *
 * Immutable.
 */
final class SpanDecoder {

  /** Weights per type: one for each feature of {@link TypeDecoder}. */
  static final int FEATURES = 8;

  private static final int VERSION = 1;
  private static final String PREFIX = ClauseMoeModel.ARCHITECTURE + ".decoder.";

  private final List<TypeParameters> types;

  SpanDecoder(List<TypeParameters> types) {
    this.types = List.copyOf(types);
  }

  static SpanDecoder read(GgufFile file, int typeCount) {
    int version = file.count(PREFIX + "version");
    if (version != VERSION) {
      throw new IllegalArgumentException(
          file.path() + ": decoder version " + version + ", only " + VERSION + " is known");
    }
    float[] low = file.reals(PREFIX + "low_threshold");
    float[] high = file.reals(PREFIX + "high_threshold");
    long[] gap = file.integers(PREFIX + "gap_tokens");
    long[] shortest = file.integers(PREFIX + "min_tokens");
    long[] dropRepeats = file.integers(PREFIX + "drop_repeats");
    float[] calibration = file.reals(PREFIX + "calibration");
    float[] reporting = file.reals(PREFIX + "reporting_threshold");
    float[] decision = file.reals(PREFIX + "decision_threshold");
    requireLength(file, calibration.length, typeCount * FEATURES);
    for (int length :
        new int[] {
          low.length,
          high.length,
          gap.length,
          shortest.length,
          dropRepeats.length,
          reporting.length,
          decision.length
        }) {
      requireLength(file, length, typeCount);
    }
    List<TypeParameters> types = new ArrayList<>();
    for (int type = 0; type < typeCount; type++) {
      double[] weights = new double[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        weights[i] = calibration[type * FEATURES + i];
      }
      types.add(
          new TypeParameters(
              low[type],
              high[type],
              Math.toIntExact(gap[type]),
              Math.toIntExact(shortest[type]),
              dropRepeats[type] != 0 ? Repeats.DROP : Repeats.KEEP,
              weights,
              reporting[type],
              decision[type]));
    }
    return new SpanDecoder(types);
  }

  private static void requireLength(GgufFile file, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          file.path() + ": " + length + " decoder values where " + expected + " are needed");
    }
  }

  /** Least confidence with which a span of this type counts as found. */
  double decisionThreshold(int type) {
    return types.get(type).decision();
  }

  /**
   * Starts on a document that is a part of a text.
   *
   * @param text the whole text
   * @param from where the document starts in it
   * @param to where it ends
   */
  DocumentDecoder begin(String text, int from, int to) {
    return new DocumentDecoder(types, text, from, to);
  }

  /** What becomes of a span whose text occurred before. */
  enum Repeats {
    KEEP,
    DROP
  }

  /**
   * Parameters of one clause type.
   *
   * @param low least probability of a token in a run
   * @param high least highest probability of a run
   * @param gap most tokens between runs that join
   * @param shortest least tokens of a run
   * @param repeats what becomes of repeats
   * @param weights of the features
   * @param reporting least confidence of a reported span
   * @param decision least confidence of a span that counts as found
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody writes to the array
  record TypeParameters(
      float low,
      float high,
      int gap,
      int shortest,
      Repeats repeats,
      double[] weights,
      double reporting,
      double decision) {

    TypeParameters {
      if (weights.length != FEATURES) {
        throw new IllegalArgumentException(weights.length + " weights, not " + FEATURES);
      }
    }
  }

  /**
   * A reported span.
   *
   * @param type index of the clause type
   * @param start UTF-16 offset in the whole text
   * @param end offset after the last character
   * @param confidence calibrated probability, 0 to 1
   */
  record Span(int type, int start, int end, double confidence) {}

  /** Decodes one document: takes its tokens in order, then gives the spans. Used once. */
  static final class DocumentDecoder {
    private final List<TypeDecoder> decoders = new ArrayList<>();
    private int tokens;

    private DocumentDecoder(List<TypeParameters> types, String text, int from, int to) {
      DocumentText document = new DocumentText(text, from, to);
      for (int type = 0; type < types.size(); type++) {
        decoders.add(new TypeDecoder(type, types.get(type), document));
      }
    }

    /** Takes the next token, which must touch the document. */
    void accept(TokenSequence sequence, int token, float[] probabilities, int offset) {
      accept(sequence.start(token), sequence.end(token), probabilities, offset);
    }

    /** Takes the next token. */
    void accept(int start, int end, float[] probabilities, int offset) {
      for (int type = 0; type < decoders.size(); type++) {
        decoders.get(type).accept(tokens, start, end, probabilities[offset + type]);
      }
      tokens++;
    }

    /** The spans, by type, then in the order of the text. */
    List<Span> finish() {
      List<Span> spans = new ArrayList<>();
      decoders.forEach(decoder -> decoder.finish(spans));
      return spans;
    }
  }
}
