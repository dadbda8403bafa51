package org.unabridged.inference.tokenizer;

import static org.unabridged.inference.tokenizer.CharacterClass.LETTER;
import static org.unabridged.inference.tokenizer.CharacterClass.LINE_END;
import static org.unabridged.inference.tokenizer.CharacterClass.NUMBER;
import static org.unabridged.inference.tokenizer.CharacterClass.OTHER;
import static org.unabridged.inference.tokenizer.CharacterClass.SPACE;

/**
 * Splits text into the pieces that are encoded one by one. Equal to matching Qwen3.5's expression
 * again and again,
 *
 * <pre>{@code
 * (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*
 *   |\s*[\r\n]+|\s+(?!\S)|\s+
 * }</pre>
 *
 * but in one walk, in time linear in the text whatever it holds.
 */
final class PreTokenizer {

  private static final int LONG_S = 0x17f; // folds to s

  private final char[] text;
  private final int end;

  PreTokenizer(char[] text, int end) {
    this.text = text;
    this.end = end;
  }

  /** End of the piece that starts at {@code start}, which must be before the end of the text. */
  int pieceEnd(int start) {
    char first = text[start];
    if (first == '\'') {
      int contraction = contractionEnd(start);
      if (contraction > start) {
        return contraction;
      }
    }
    byte kind = kindAt(start);
    int next = start + width(start);
    if (kind == LETTER) {
      return runEnd(next, LETTER);
    }
    if (kind == NUMBER) {
      return next;
    }
    boolean letterFollows = next < end && kindAt(next) == LETTER;
    if (letterFollows && kind != LINE_END) {
      return runEnd(next, LETTER);
    }
    if (kind == OTHER) {
      return symbolsEnd(next);
    }
    if (first == ' ' && next < end && kindAt(next) == OTHER) {
      return symbolsEnd(next);
    }
    return spaceEnd(start);
  }

  private int symbolsEnd(int from) {
    return runEnd(runEnd(from, OTHER), LINE_END);
  }

  /**
   * White space up to its last line end; else all of it but for one character that the next word
   * takes; else all.
   */
  private int spaceEnd(int start) {
    int at = start;
    int afterLineEnd = start;
    while (at < end && (kindAt(at) == SPACE || kindAt(at) == LINE_END)) {
      at++;
      if (kindAt(at - 1) == LINE_END) {
        afterLineEnd = at;
      }
    }
    if (afterLineEnd > start) {
      return afterLineEnd;
    }
    return at == end || at == start + 1 ? at : at - 1;
  }

  private int runEnd(int from, byte kind) {
    int at = from;
    while (at < end && kindAt(at) == kind) {
      at += width(at);
    }
    return at;
  }

  /** End of 's, 't, 're, 've, 'm, 'll or 'd in any case, or {@code start} if there is none. */
  private int contractionEnd(int start) {
    char second = lowerCaseAt(start + 1);
    if (second == 's' || second == 't' || second == 'm' || second == 'd') {
      return start + 2;
    }
    char third = lowerCaseAt(start + 2);
    boolean twoLetters =
        ((second == 'r' || second == 'v') && third == 'e') || (second == 'l' && third == 'l');
    return twoLetters ? start + 3 : start;
  }

  private char lowerCaseAt(int at) {
    if (at >= end) {
      return 0;
    }
    char character = text[at];
    if (character == LONG_S) {
      return 's';
    }
    return character >= 'A' && character <= 'Z' ? (char) (character + ('a' - 'A')) : character;
  }

  private byte kindAt(int at) {
    char character = text[at];
    if (isPair(character, at)) {
      return CharacterClass.of(Character.toCodePoint(character, text[at + 1]));
    }
    return CharacterClass.ofBasic(character);
  }

  private int width(int at) {
    return isPair(text[at], at) ? 2 : 1;
  }

  private boolean isPair(char character, int at) {
    return Character.isHighSurrogate(character)
        && at + 1 < end
        && Character.isLowSurrogate(text[at + 1]);
  }
}
