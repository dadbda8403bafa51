package org.unabridged.inference.chat;

import java.util.List;
import java.util.stream.IntStream;
import org.unabridged.inference.tokenizer.ModelTokenizer;

/**
 * The chat template of Qwen3.5, giving tokens: what the template itself puts in becomes added
 * tokens, what the turns say is tokenised as plain text, so that no text can end its turn or begin
 * another. Text is stripped of white space around it. Immutable and thread-safe.
 *
 * <p>Of the family's template it has conversations in text, with or without reasoning. It has no
 * tools, images or videos; there is no way to pass them in.
 */
public final class ChatTemplate {

  private static final String LINE = "\n";
  private static final String BLANK_LINE = "\n\n";

  private final ModelTokenizer tokenizer;
  private final int turnStart;
  private final int turnEnd;
  private final int thinkStart;
  private final int thinkEnd;

  /**
   * A template for the tokens of a model.
   *
   * @throws IllegalArgumentException if the vocabulary lacks one of the template's tokens
   */
  public ChatTemplate(ModelTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.turnStart = tokenizer.specialToken("<|im_start|>");
    this.turnEnd = tokenizer.specialToken("<|im_end|>");
    this.thinkStart = tokenizer.specialToken("<think>");
    this.thinkEnd = tokenizer.specialToken("</think>");
  }

  /** The token that ends a turn; the model's answer is over with it. */
  public int turnEnd() {
    return turnEnd;
  }

  /** The token that ends reasoning. */
  public int thinkEnd() {
    return thinkEnd;
  }

  /**
   * A conversation that waits for the model's answer.
   *
   * @param turns at least one of the user; a system turn only in front
   * @throws IllegalArgumentException if the turns are others
   */
  public int[] prompt(List<Turn> turns, Thinking thinking) {
    Tokens tokens = new Tokens();
    history(turns, tokens);
    answer(thinking, tokens);
    return tokens.toArray();
  }

  /** A conversation that is over, to learn or to measure from. */
  public int[] transcript(List<Turn> turns) {
    Tokens tokens = new Tokens();
    history(turns, tokens);
    return tokens.toArray();
  }

  /**
   * The beginning of a prompt up to a place inside its last turn, a user's: what several prompts
   * share, to be read once. With {@link #end} it is the prompt whose last turn says both texts one
   * after the other, token for token if no piece of text reaches over the seam; a beginning that
   * ends in a line end and an end that starts with a letter see to that.
   *
   * @param before earlier turns, perhaps none
   * @param text how the last turn begins
   */
  public int[] begin(List<Turn> before, String text) {
    Tokens tokens = new Tokens();
    check(before);
    before.forEach(turn -> turn(turn, false, tokens));
    tokens.add(turnStart);
    tokens.text(Role.USER.word() + LINE + text.substring(spaceBefore(text)));
    return tokens.toArray();
  }

  /** The rest of a prompt that was {@linkplain #begin begun}: of its last turn, and the answer. */
  public int[] end(String text, Thinking thinking) {
    Tokens tokens = new Tokens();
    tokens.text(text.substring(0, spaceAfter(text, 0)));
    tokens.add(turnEnd);
    tokens.text(LINE);
    answer(thinking, tokens);
    return tokens.toArray();
  }

  private void history(List<Turn> turns, Tokens tokens) {
    check(turns);
    int lastUser = lastUser(turns);
    if (lastUser < 0) {
      throw new IllegalArgumentException("no turn of the user among " + turns.size());
    }
    for (int i = 0; i < turns.size(); i++) {
      turn(turns.get(i), i > lastUser, tokens);
    }
  }

  private static void check(List<Turn> turns) {
    for (int i = 1; i < turns.size(); i++) {
      if (turns.get(i).role() == Role.SYSTEM) {
        throw new IllegalArgumentException("turn " + i + " is a system turn, but not the first");
      }
    }
  }

  private static int lastUser(List<Turn> turns) {
    int last = turns.size() - 1;
    while (last >= 0 && turns.get(last).role() != Role.USER) {
      last--;
    }
    return last;
  }

  /** Reasoning shows only after the user's last turn: earlier one is over and left out. */
  private void turn(Turn turn, boolean reasoningShows, Tokens tokens) {
    tokens.add(turnStart);
    String text = strip(turn.text());
    if (turn.role() == Role.ASSISTANT && reasoningShows) {
      tokens.text(turn.role().word() + LINE);
      tokens.add(thinkStart);
      tokens.text(LINE + strip(turn.reasoning()) + LINE);
      tokens.add(thinkEnd);
      tokens.text(BLANK_LINE + text);
    } else {
      tokens.text(turn.role().word() + LINE + text);
    }
    tokens.add(turnEnd);
    tokens.text(LINE);
  }

  private void answer(Thinking thinking, Tokens tokens) {
    tokens.add(turnStart);
    tokens.text(Role.ASSISTANT.word() + LINE);
    tokens.add(thinkStart);
    switch (thinking) {
      case ON -> tokens.text(LINE);
      case OFF -> {
        tokens.text(BLANK_LINE);
        tokens.add(thinkEnd);
        tokens.text(BLANK_LINE);
      }
    }
  }

  private static String strip(String text) {
    int start = spaceBefore(text);
    return text.substring(start, spaceAfter(text, start));
  }

  private static int spaceBefore(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private static int spaceAfter(String text, int start) {
    int end = text.length();
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** White space as Python, which templates run in, has it: no-break spaces are some. */
  private static boolean isSpace(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == 0x85;
  }

  /** Collects tokens of one call. */
  private final class Tokens {
    private final IntStream.Builder ids = IntStream.builder();

    void add(int id) {
      ids.add(id);
    }

    void text(String text) {
      IntStream.of(tokenizer.encode(text)).forEach(ids);
    }

    int[] toArray() {
      return ids.build().toArray();
    }
  }
}
