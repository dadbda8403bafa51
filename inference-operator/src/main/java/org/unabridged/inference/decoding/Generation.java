package org.unabridged.inference.decoding;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a model wrote.
 *
 * @param bytes of the answer, in UTF-8; with a schema always a JSON text of it
 * @param tokens of the answer, in order; one that ended it is not among them
 * @param own how many of the bytes the model wrote itself; those behind complete the JSON by the
 *     shortest way because the limit was near
 * @param thinkingTokens tokens thought before, those that closed the block included
 * @param end why it ended
 */
public record Generation(byte[] bytes, List<Token> tokens, int own, int thinkingTokens, End end) {

  /**
   * A token written.
   *
   * @param end bytes written with it
   * @param probability of it among those that could come, by the model's own measure, 0 to 1
   */
  public record Token(int id, int end, double probability) {}

  /** Why an answer ended. */
  public enum End {
    /** The model, or the schema, had nothing more to say. */
    COMPLETE,
    /** At a stop text. */
    STOP_TEXT,
    /** At the limit; JSON was completed by the shortest way. */
    LIMIT
  }

  public Generation {
    tokens = List.copyOf(tokens);
  }

  /** The answer. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Tokens generated, thinking included. */
  public int tokensOut() {
    return tokens.size() + thinkingTokens;
  }

  /**
   * How probable a part of the answer was, token by token: the geometric mean of the probabilities
   * of the tokens that reach into it; 1 if there are none.
   *
   * @param from first byte
   * @param to byte after the last
   */
  public double probability(int from, int to) {
    double sum = 0;
    int count = 0;
    int start = 0;
    for (Token token : tokens) {
      if (start < to && token.end() > from) {
        sum += Math.log(Math.max(token.probability(), Double.MIN_NORMAL));
        count++;
      }
      start = token.end();
    }
    return count == 0 ? 1 : Math.exp(sum / count);
  }
}
