package org.unabridged.inference.clausemoe;

import java.util.BitSet;
import java.util.Set;

/**
 * After which tokens of a document a sentence ends. A token ends one if its text, without white
 * space and closing marks behind, ends in a full stop, exclamation or question mark; white space
 * follows; the next character after it is no lower-case letter; and the mark belongs neither to a
 * single letter nor to an abbreviation. Grows with the tokens taken.
 */
final class Sentences {

  private static final String MARKS = ".!?";

  /** May stand between the mark and the white space. */
  private static final String CLOSING = "\"')]”’»";

  /** Letters of the word before a mark that are looked at: longer ones are no abbreviations. */
  private static final int LONGEST_WORD = 9;

  private final DocumentText document;
  private final Set<String> abbreviations;
  private final BitSet ends = new BitSet();
  private int tokens;

  Sentences(DocumentText document, Set<String> abbreviations) {
    this.document = document;
    this.abbreviations = abbreviations;
  }

  /** Takes the next token. */
  void accept(int start, int end) {
    if (endsSentence(start, end)) {
      ends.set(tokens);
    }
    tokens++;
  }

  /** Number of the first token from {@code token} on that ends a sentence, or -1. */
  int nextEnd(int token) {
    return ends.nextSetBit(token);
  }

  /** First token of the sentence of a token. */
  int firstOf(int token) {
    return token == 0 ? 0 : ends.previousSetBit(token - 1) + 1;
  }

  /** Last token of the sentence of a token. */
  int lastOf(int token) {
    int end = ends.nextSetBit(token);
    return end < 0 ? tokens - 1 : end;
  }

  private boolean endsSentence(int start, int end) {
    String text = document.text();
    int stop = end;
    while (stop > start && DocumentText.isSpace(text.charAt(stop - 1))) {
      stop--;
    }
    if (stop == start
        || !(stop < end || end == document.to() || DocumentText.isSpace(text.charAt(end)))) {
      return false;
    }
    int mark = stop;
    while (mark > document.from() && CLOSING.indexOf(text.charAt(mark - 1)) >= 0) {
      mark--;
    }
    return mark > document.from()
        && MARKS.indexOf(text.charAt(mark - 1)) >= 0
        && !continues(stop)
        && !abbreviates(mark - 1);
  }

  private boolean continues(int stop) {
    String text = document.text();
    int after = stop;
    while (after < document.to() && DocumentText.isSpace(text.charAt(after))) {
      after++;
    }
    return after < document.to()
        && Character.getType(text.codePointAt(after)) == Character.LOWERCASE_LETTER;
  }

  private boolean abbreviates(int mark) {
    String text = document.text();
    int word = mark;
    int letters = 0;
    while (word > document.from()
        && letters < LONGEST_WORD
        && Character.isLetter(text.codePointBefore(word))) {
      word -= Character.charCount(text.codePointBefore(word));
      letters++;
    }
    return letters == 1 || abbreviations.contains(text.substring(word, mark));
  }
}
