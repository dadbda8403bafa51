package org.unabridged.inference.grounding;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as numbered lines. They need not be the text's own: short ones that follow each other are
 * joined, so that a table with a cell per line does not consist of numbers, and long ones are cut
 * after a sentence, or else between words, so that a number says where something is. Which lines
 * there are depends on the text alone. Together they hold every character that is not white space.
 */
public final class NumberedLines {

  /** A line shorter than this takes in the next one, if both fit into {@link #LONGEST}. */
  private static final int SHORT = 40;

  /** About two lines of a printed page. */
  private static final int LONGEST = 200;

  /** A sentence that ends before this is not worth a line of its own. */
  private static final int SHORTEST_SENTENCE = LONGEST / 3;

  /** Characters of a line's number and its bar. */
  private static final int NUMBER = 9;

  private static final String SENTENCE_ENDS = ".!?;。！？；؟۔।";

  private final String text;
  private final int firstNumber;
  private final List<NumberedLine> lines = new ArrayList<>();

  private NumberedLines(String text, int firstNumber) {
    this.text = text;
    this.firstNumber = firstNumber;
  }

  /** The lines of a text, numbered from 1. */
  public static NumberedLines of(String text) {
    return of(text, 1);
  }

  /** The lines of a text that follows another, numbered on. */
  public static NumberedLines of(String text, int firstNumber) {
    NumberedLines lines = new NumberedLines(text, firstNumber);
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      int stop = end < 0 ? text.length() : end;
      lines.take(start, stop);
      start = stop + 1;
    }
    return lines;
  }

  private void take(int from, int to) {
    int start = skipSpace(from, to);
    int end = trimSpace(start, to);
    while (start < end) {
      int cut = end - start <= LONGEST ? end : cut(start);
      add(start, trimSpace(start, cut));
      start = skipSpace(cut, end);
    }
  }

  private void add(int start, int end) {
    if (!lines.isEmpty()) {
      NumberedLine last = lines.get(lines.size() - 1);
      boolean isShort = last.end() - last.start() < SHORT;
      if (isShort && end - last.start() <= LONGEST) {
        lines.set(lines.size() - 1, new NumberedLine(last.number(), last.start(), end));
        return;
      }
    }
    lines.add(new NumberedLine(firstNumber + lines.size(), start, end));
  }

  private int cut(int start) {
    int limit = start + LONGEST;
    for (int at = limit; at > start + SHORTEST_SENTENCE; at--) {
      if (SENTENCE_ENDS.indexOf(text.charAt(at - 1)) >= 0
          && (text.charAt(at - 1) > 0x7f || FoldedText.isSpace(text.charAt(at)))) {
        return at;
      }
    }
    for (int at = limit; at > start; at--) {
      if (FoldedText.isSpace(text.charAt(at))) {
        return at;
      }
    }
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }

  private int skipSpace(int from, int to) {
    int at = from;
    while (at < to && FoldedText.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int trimSpace(int from, int to) {
    int at = to;
    while (at > from && FoldedText.isSpace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** Number of the first line. */
  public int firstNumber() {
    return firstNumber;
  }

  /** Number of the last line; one less than the first if there is none. */
  public int lastNumber() {
    return firstNumber + lines.size() - 1;
  }

  /** A line by its number. */
  public NumberedLine line(int number) {
    return lines.get(number - firstNumber);
  }

  /** Number of the line that holds an offset, or else of the last one that starts before it. */
  public int numberAt(int offset) {
    int low = 0;
    int high = lines.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (lines.get(middle).start() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return firstNumber + low;
  }

  /** The words of a line with each run of white space as one space. */
  public String words(int number) {
    NumberedLine line = line(number);
    StringBuilder words = new StringBuilder(line.end() - line.start());
    appendWords(line, words);
    return words.toString();
  }

  private void appendWords(NumberedLine line, StringBuilder words) {
    for (int i = line.start(); i < line.end(); i++) {
      char character = text.charAt(i);
      if (!FoldedText.isSpace(character)) {
        words.append(character);
      } else if (!FoldedText.isSpace(text.charAt(i - 1))) {
        words.append(' ');
      }
    }
  }

  /** Appends all lines with their numbers, as in {@code 12| This Agreement shall …}. */
  public void appendTo(StringBuilder rendered) {
    for (NumberedLine line : lines) {
      rendered.append(line.number()).append("| ");
      appendWords(line, rendered);
      rendered.append('\n');
    }
  }

  /** About how many characters {@link #appendTo} appends. */
  public int renderedLength() {
    return text.length() + lines.size() * NUMBER;
  }
}
