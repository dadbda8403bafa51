package org.unabridged.inference.clausemoe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.clausemoe.DocumentText.Range;
import org.unabridged.inference.clausemoe.SpanDecoder.Repeats;
import org.unabridged.inference.clausemoe.SpanDecoder.TypeParameters;

/**
 * Finds the spans of one clause type in one document. Remembers the probabilities of the open run
 * only, and the pieces of those before. Tokens are numbered from the start of the document.
 */
final class TypeDecoder {

  /** Probabilities are held within [e, 1 - e] before their logit is taken. */
  private static final double EPSILON = 1e-6;

  private final TypeParameters parameters;
  private final Sentences sentences;
  private final List<Piece> pieces = new ArrayList<>();

  // the open run, with what came after its last token; none if firstToken is negative
  private int firstToken = -1;
  private int lastToken;
  private float[] run = new float[16];
  private int length;

  TypeDecoder(TypeParameters parameters, Sentences sentences) {
    this.parameters = parameters;
    this.sentences = sentences;
  }

  void accept(int token, float probability) {
    boolean on = probability >= parameters.low();
    if (firstToken >= 0 && token - lastToken > parameters.gap() + (on ? 1 : 0)) {
      close();
    }
    if (on) {
      if (firstToken < 0) {
        firstToken = token;
        length = 0;
      }
      lastToken = token;
    }
    if (firstToken >= 0) {
      if (length == run.length) {
        run = Arrays.copyOf(run, Math.multiplyExact(2, length));
      }
      run[length++] = probability;
    }
  }

  private void close() {
    int tokens = lastToken - firstToken + 1;
    if (tokens >= parameters.shortest() && highest(firstToken, lastToken) >= parameters.high()) {
      cut();
    }
    firstToken = -1;
  }

  /**
   * Cuts the run where sentences end; what is too short joins the piece after it, at the end the
   * one before.
   */
  private void cut() {
    int start = firstToken;
    int before = -1;
    for (int end = nextCut(start); end >= 0; end = nextCut(end + 1)) {
      if (end + 1 - start >= parameters.split()) {
        if (before >= 0) {
          add(before, start - 1);
        }
        before = start;
        start = end + 1;
      }
    }
    if (before >= 0 && lastToken + 1 - start < parameters.split()) {
      start = before;
    } else if (before >= 0) {
      add(before, start - 1);
    }
    add(start, lastToken);
  }

  private int nextCut(int from) {
    int end = parameters.split() == 0 ? -1 : sentences.nextEnd(from);
    return end < lastToken ? end : -1;
  }

  private void add(int first, int last) {
    double sum = 0;
    for (int token = first; token <= last; token++) {
      sum += run[token - firstToken];
    }
    double mean = sum / (last - first + 1);
    pieces.add(new Piece(first, last, logit(mean), logit(highest(first, last))));
  }

  private float highest(int first, int last) {
    float highest = 0;
    for (int token = first; token <= last; token++) {
      highest = Math.max(highest, run[token - firstToken]);
    }
    return highest;
  }

  /**
   * Closes the open run and gives the spans to be reported.
   *
   * @param place the text of some tokens, or null if there is none
   * @param folded what makes two texts the same
   * @param sink receives the spans in the order of the text
   */
  void finish(Placement place, Function<Range, String> folded, Sink sink) {
    if (firstToken >= 0) {
      close();
    }
    List<Candidate> candidates = candidates(place, folded);
    double best = candidates.stream().mapToDouble(Candidate::highestLogit).max().orElse(0);
    for (int i = 0; i < candidates.size(); i++) {
      double confidence = confidence(candidates.get(i), i, best);
      if (confidence >= parameters.reporting()) {
        sink.accept(candidates.get(i).range(), confidence);
      }
    }
  }

  private List<Candidate> candidates(Placement place, Function<Range, String> folded) {
    List<Candidate> candidates = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    Range previous = null;
    for (Piece piece : pieces) {
      Piece whole = snap(piece);
      Range range = place.of(whole.first(), whole.last());
      if (range == null || range.equals(previous)) {
        continue;
      }
      previous = range;
      boolean again = !texts.add(folded.apply(range));
      if (!again || parameters.repeats() == Repeats.KEEP) {
        candidates.add(new Candidate(range, whole, again));
      }
    }
    return candidates;
  }

  /**
   * The sentences that a piece touches, if it covers enough of them; its probabilities stay its
   * own.
   */
  private Piece snap(Piece piece) {
    int first = sentences.firstOf(piece.first());
    int last = sentences.lastOf(piece.last());
    return piece.tokens() >= parameters.snap() * (last - first + 1)
        ? new Piece(first, last, piece.meanLogit(), piece.highestLogit())
        : piece;
  }

  private double confidence(Candidate candidate, int index, double best) {
    double[] features = {
      1,
      candidate.piece().meanLogit(),
      candidate.highestLogit(),
      Math.log(candidate.piece().tokens()),
      Math.log(1.0 + candidate.piece().first()),
      Math.log(1.0 + index),
      best - candidate.highestLogit(),
      candidate.again() ? 1 : 0
    };
    double score = 0;
    for (int i = 0; i < features.length; i++) {
      score += parameters.weights()[i] * features[i];
    }
    return 1 / (1 + Math.exp(-score));
  }

  private static double logit(double probability) {
    double held = Math.min(Math.max(probability, EPSILON), 1 - EPSILON);
    return Math.log(held / (1 - held));
  }

  /** Tokens of a run, both ends included. */
  private record Piece(int first, int last, double meanLogit, double highestLogit) {
    int tokens() {
      return last - first + 1;
    }
  }

  private record Candidate(Range range, Piece piece, boolean again) {
    double highestLogit() {
      return piece.highestLogit();
    }
  }

  /** Finds the text of some tokens. */
  @FunctionalInterface
  interface Placement {
    @Nullable Range of(int firstToken, int lastToken);
  }

  /** Receives spans. */
  @FunctionalInterface
  interface Sink {
    void accept(Range range, double confidence);
  }
}
