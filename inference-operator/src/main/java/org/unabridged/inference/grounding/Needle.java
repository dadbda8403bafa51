package org.unabridged.inference.grounding;

/**
 * Words to look for.
 *
 * @param literal as they were given, without white space around
 * @param folded the same, folded
 * @param lead characters of the literal before the first that folding keeps
 * @param tail characters of it after the last that folding keeps
 */
record Needle(String literal, String folded, int lead, int tail) {

  /** Words are cut here: whoever says more than this is not naming first or last words. */
  private static final int LONGEST = 4_000;

  static Needle of(String words) {
    String bounded = words.length() > LONGEST ? words.substring(0, LONGEST) : words;
    String literal = bounded.strip();
    FoldedText text = new FoldedText(literal);
    int size = text.length();
    return size == 0
        ? new Needle(literal, "", 0, 0)
        : new Needle(
            literal, text.substring(0, size), text.start(0), literal.length() - text.end(size - 1));
  }

  /** How much it tells: characters, those of scripts in which one is about a word counting four. */
  int weight() {
    return folded.codePoints().map(point -> FoldedText.isUnspaced(point) ? 4 : 1).sum();
  }

  /** The first characters, as many as the approximate search takes. */
  Needle head() {
    return cut(0, Math.min(folded.length(), WordSearch.LONGEST_PATTERN));
  }

  /** The last characters, as many as the approximate search takes. */
  Needle end() {
    return cut(Math.max(0, folded.length() - WordSearch.LONGEST_PATTERN), folded.length());
  }

  private Needle cut(int from, int to) {
    return new Needle(literal, folded.substring(from, to), lead, tail);
  }
}
