package org.unabridged.outputs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.unabridged.outputs.RunChange.Kind;

/**
 * Pairs the clauses of one question in two editions of a document: first the same place, then the
 * same words, then similar words; each clause at most once, in the order of the text. What finds no
 * partner was added or removed.
 */
final class ClauseChanges {
  private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** Half of the words of both in common: one clause reworded rather than two. */
  private static final double SIMILAR = 0.5;

  /** Below this, confidence moved by rounding, not by a reason. */
  private static final double SAME_CONFIDENCE = 0.01;

  /** Takes pairs; one of the two may be missing. */
  interface Sink {
    /** A difference. */
    void change(Kind kind, List<ClauseRow> before, List<ClauseRow> after);
  }

  private final List<ClauseRow> before;
  private final List<ClauseRow> after;
  private final Sink sink;

  ClauseChanges(List<ClauseRow> before, List<ClauseRow> after, Sink sink) {
    this.before = new ArrayList<>(before);
    this.after = new ArrayList<>(after);
    this.sink = sink;
  }

  void find() {
    pair((a, b) -> a.clauseId().equals(b.clauseId()));
    pair((a, b) -> a.start() == b.start() && a.quote().equals(b.quote()));
    pair((a, b) -> a.quote().equals(b.quote()));
    pair((a, b) -> similar(a.quote(), b.quote()));
    before.forEach(clause -> sink.change(Kind.REMOVED, List.of(clause), List.of()));
    after.forEach(clause -> sink.change(Kind.ADDED, List.of(), List.of(clause)));
  }

  private void pair(BiPredicate<ClauseRow, ClauseRow> same) {
    for (Iterator<ClauseRow> left = before.iterator(); left.hasNext(); ) {
      ClauseRow then = left.next();
      for (Iterator<ClauseRow> right = after.iterator(); right.hasNext(); ) {
        ClauseRow now = right.next();
        if (same.test(then, now)) {
          report(then, now);
          left.remove();
          right.remove();
          break;
        }
      }
    }
  }

  private void report(ClauseRow then, ClauseRow now) {
    boolean sameWords =
        then.quote().equals(now.quote())
            && Objects.equals(then.value(), now.value())
            && Math.abs(then.confidence() - now.confidence()) < SAME_CONFIDENCE;
    if (!sameWords) {
      sink.change(Kind.CHANGED, List.of(then), List.of(now));
    } else if (then.start() != now.start()) {
      sink.change(Kind.MOVED, List.of(then), List.of(now));
    }
  }

  /** Jaccard's index over the words. */
  static boolean similar(String a, String b) {
    Set<String> words = words(a);
    Set<String> others = words(b);
    Set<String> common = new HashSet<>(words);
    common.retainAll(others);
    int all = words.size() + others.size() - common.size();
    return all > 0 && common.size() >= SIMILAR * all;
  }

  private static Set<String> words(String text) {
    Set<String> words =
        new HashSet<>(Arrays.asList(NOT_WORD.split(text.toLowerCase(java.util.Locale.ROOT))));
    words.remove("");
    return words;
  }
}
