package org.unabridged.inference.clausemoe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.unabridged.inference.tokenizer.TokenPlaces;
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
 *   <li>it is cut into pieces where sentences end, each of at least {@code split} tokens;
 *   <li>a piece that covers at least the share {@code snap} of the sentences it touches becomes
 *       those sentences;
 *   <li>its text is trimmed of white space, then completed to whole words; a span equal to the one
 *       before is dropped;
 *   <li>where {@code repeats} says so, a text that occurred before is dropped;
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

  private static final int VERSION = 2;
  private static final String PREFIX = ClauseMoeModel.ARCHITECTURE + ".decoder.";

  private final List<TypeParameters> types;
  private final Set<String> abbreviations;

  /**
   * A decoder.
   *
   * @param types parameters of each clause type
   * @param abbreviations words whose full stop ends no sentence
   */
  SpanDecoder(List<TypeParameters> types, Set<String> abbreviations) {
    this.types = List.copyOf(types);
    this.abbreviations = Set.copyOf(abbreviations);
  }

  static SpanDecoder read(GgufFile file, int typeCount) {
    int version = file.count(PREFIX + "version");
    if (version != VERSION) {
      throw new IllegalArgumentException(
          file.path() + ": decoder version " + version + ", only " + VERSION + " is known");
    }
    float[] low = reals(file, "low_threshold", typeCount);
    float[] high = reals(file, "high_threshold", typeCount);
    long[] gap = integers(file, "gap_tokens", typeCount);
    long[] shortest = integers(file, "min_tokens", typeCount);
    long[] split = integers(file, "split_tokens", typeCount);
    float[] snap = reals(file, "snap_share", typeCount);
    long[] dropRepeats = integers(file, "drop_repeats", typeCount);
    float[] calibration = reals(file, "calibration", typeCount * FEATURES);
    float[] reporting = reals(file, "reporting_threshold", typeCount);
    float[] decision = reals(file, "decision_threshold", typeCount);
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
              Math.toIntExact(split[type]),
              snap[type],
              dropRepeats[type] != 0 ? Repeats.DROP : Repeats.KEEP,
              weights,
              reporting[type],
              decision[type]));
    }
    return new SpanDecoder(types, Set.copyOf(file.strings(PREFIX + "abbreviations")));
  }

  private static float[] reals(GgufFile file, String key, int count) {
    float[] values = file.reals(PREFIX + key);
    requireLength(file, key, values.length, count);
    return values;
  }

  private static long[] integers(GgufFile file, String key, int count) {
    long[] values = file.integers(PREFIX + key);
    requireLength(file, key, values.length, count);
    return values;
  }

  private static void requireLength(GgufFile file, String key, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          file.path() + ": " + PREFIX + key + " has " + length + " values, not " + expected);
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
   * @param places of all tokens of the whole text
   */
  DocumentDecoder begin(String text, int from, int to, TokenPlaces places) {
    return new DocumentDecoder(this, new DocumentText(text, from, to), places);
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
   * @param split least tokens of a piece of a run that is cut where sentences end; 0 for no cutting
   * @param snap share of the sentences it touches from which a piece becomes them; above 1 for
   *     never
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
      int split,
      double snap,
      Repeats repeats,
      double[] weights,
      double reporting,
      double decision) {

    TypeParameters {
      if (weights.length != FEATURES) {
        throw new IllegalArgumentException(weights.length + " weights, not " + FEATURES);
      }
      if (gap < 0 || shortest < 0 || split < 0) {
        throw new IllegalArgumentException(
            "negative token count: gap " + gap + ", shortest " + shortest + ", split " + split);
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
    private final DocumentText document;
    private final TokenPlaces places;
    private final Sentences sentences;
    private int firstToken = -1;

    private DocumentDecoder(SpanDecoder parent, DocumentText document, TokenPlaces places) {
      this.document = document;
      this.places = places;
      this.sentences = new Sentences(document, parent.abbreviations);
      for (TypeParameters type : parent.types) {
        decoders.add(new TypeDecoder(type, sentences));
      }
    }

    /**
     * Takes a token, the one after the last.
     *
     * @param token its number in the whole text
     * @param probabilities one for each type
     */
    void accept(int token, float[] probabilities) {
      if (firstToken < 0) {
        firstToken = token;
      }
      sentences.accept(
          Math.max(places.start(token), document.from()),
          Math.min(places.end(token), document.to()));
      for (int type = 0; type < probabilities.length; type++) {
        decoders.get(type).accept(token - firstToken, probabilities[type]);
      }
    }

    /** The spans, by type, then in the order of the text. */
    List<Span> finish() {
      List<Span> spans = new ArrayList<>();
      for (int type = 0; type < decoders.size(); type++) {
        int of = type;
        decoders
            .get(type)
            .finish(
                (first, last) ->
                    document.tidy(places.start(firstToken + first), places.end(firstToken + last)),
                document::folded,
                (range, confidence) ->
                    spans.add(new Span(of, range.start(), range.end(), confidence)));
      }
      return spans;
    }
  }
}
