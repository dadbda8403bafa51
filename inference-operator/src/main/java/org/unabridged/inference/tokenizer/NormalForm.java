package org.unabridged.inference.tokenizer;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Unicode normalisation form C in time that hostile text cannot make quadratic: the JDK sorts a run
 * of combining marks by insertion, so longer runs are sorted here before it sees them.
 */
final class NormalForm {

  /** Longest run of marks left to the JDK; no written language has as many. */
  private static final int LONGEST_RUN = 64;

  private NormalForm() {}

  /** The text in form C; the same text if it is already. */
  static String compose(String text) {
    String sorted = longestRun(text) > LONGEST_RUN ? sortRuns(text) : text;
    return Normalizer.isNormalized(sorted, Form.NFC)
        ? sorted
        : Normalizer.normalize(sorted, Form.NFC);
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      run = isMark(codePoint) ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static boolean isMark(int codePoint) {
    if (codePoint < 0x300) { // the first combining mark
      return false;
    }
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static String sortRuns(String text) {
    StringBuilder result = new StringBuilder(text.length());
    Marks marks = new Marks();
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (isMark(codePoint)) {
        marks.add(codePoint);
      } else {
        marks.flush(result);
        result.appendCodePoint(codePoint);
      }
    }
    marks.flush(result);
    return result.toString();
  }

  /**
   * A run of marks, which sorts canonically, stably between those of combining class 0. The JDK
   * does not tell classes; whether it swaps two marks does.
   */
  private static final class Marks {

    /** A mark of class 1, the lowest, and one of class 240, the highest. */
    private static final String LOWEST = "\u0334";

    private static final String HIGHEST = "\u0345";

    private final List<String> run = new ArrayList<>();
    private final Map<String, Boolean> moves = new HashMap<>();
    private final Map<String, Boolean> swaps = new HashMap<>();

    void add(int codePoint) {
      String decomposed = decompose(Character.toString(codePoint));
      decomposed.codePoints().forEach(mark -> run.add(Character.toString(mark)));
    }

    void flush(StringBuilder target) {
      int from = 0;
      for (int i = 0; i <= run.size(); i++) {
        if (i == run.size() || !moves(run.get(i))) {
          run.subList(from, i).sort(this::compare);
          from = i + 1;
        }
      }
      run.forEach(target::append);
      run.clear();
    }

    /** Whether a mark has a combining class other than 0. */
    private boolean moves(String mark) {
      return moves.computeIfAbsent(mark, any -> after(any, LOWEST) || after(HIGHEST, any));
    }

    private int compare(String left, String right) {
      if (left.equals(right)) {
        return 0;
      }
      if (swaps.computeIfAbsent(left + right, any -> after(left, right))) {
        return 1;
      }
      return swaps.computeIfAbsent(right + left, any -> after(right, left)) ? -1 : 0;
    }

    private static boolean after(String left, String right) {
      return decompose(left + right).equals(right + left);
    }

    private static String decompose(String text) {
      return Normalizer.normalize(text, Form.NFD);
    }
  }
}
