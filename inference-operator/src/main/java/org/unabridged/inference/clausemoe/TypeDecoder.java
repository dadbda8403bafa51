package org.unabridged.inference.clausemoe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.clausemoe.DocumentText.Range;
import org.unabridged.inference.clausemoe.SpanDecoder.Repeats;
import org.unabridged.inference.clausemoe.SpanDecoder.Span;
import org.unabridged.inference.clausemoe.SpanDecoder.TypeParameters;

/**
 * Finds the spans of one clause type in one document. Remembers one open run and the spans found:
 * no probabilities.
 */
final class TypeDecoder {

  /** Probabilities are held within [e, 1 - e] before their logit is taken. */
  private static final double EPSILON = 1e-6;

  private final int type;
  private final TypeParameters parameters;
  private final DocumentText document;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<String> texts = new HashSet<>();
  private @Nullable Range previous;

  // the open run; none if firstToken is negative
  private int firstToken = -1;
  private int lastToken;
  private int start;
  private int end;
  private double sum;
  private double sumSinceLast;
  private float highest;

  TypeDecoder(int type, TypeParameters parameters, DocumentText document) {
    this.type = type;
    this.parameters = parameters;
    this.document = document;
  }

  void accept(int token, int tokenStart, int tokenEnd, float probability) {
    if (probability < parameters.low()) {
      sumSinceLast += probability;
      return;
    }
    if (firstToken < 0 || token - lastToken > parameters.gap() + 1) {
      close();
      firstToken = token;
      start = tokenStart;
      sum = 0;
      sumSinceLast = 0;
      highest = 0;
    }
    sum += sumSinceLast + probability;
    sumSinceLast = 0;
    highest = Math.max(highest, probability);
    lastToken = token;
    end = tokenEnd;
  }

  private void close() {
    int tokens = lastToken - firstToken + 1;
    if (firstToken < 0 || highest < parameters.high() || tokens < parameters.shortest()) {
      return;
    }
    Range range = document.tidy(start, end);
    if (range == null || range.equals(previous)) {
      return;
    }
    previous = range;
    boolean again = !texts.add(document.folded(range));
    if (!again || parameters.repeats() == Repeats.KEEP) {
      candidates.add(
          new Candidate(range, firstToken, tokens, logit(sum / tokens), logit(highest), again));
    }
  }

  /** Closes the open run and adds the spans to be reported. */
  void finish(List<Span> spans) {
    close();
    firstToken = -1;
    double best = candidates.stream().mapToDouble(Candidate::highestLogit).max().orElse(0);
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      double confidence = confidence(candidate, i, best);
      if (confidence >= parameters.reporting()) {
        Range range = candidate.range();
        spans.add(new Span(type, range.start(), range.end(), confidence));
      }
    }
  }

  private double confidence(Candidate candidate, int index, double best) {
    double[] features = {
      1,
      candidate.meanLogit(),
      candidate.highestLogit(),
      Math.log(candidate.tokens()),
      Math.log(1.0 + candidate.firstToken()),
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

  private record Candidate(
      Range range,
      int firstToken,
      int tokens,
      double meanLogit,
      double highestLogit,
      boolean again) {}
}
