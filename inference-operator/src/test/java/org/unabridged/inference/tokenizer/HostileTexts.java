package org.unabridged.inference.tokenizer;

import java.util.Random;

/**
 * Texts made to be slow or to break something. As a program it encodes 10,000 of them, or as many
 * as its argument says, and prints the slowest.
 */
final class HostileTexts {

  private static final int[][] RANGES = {
    {'a', 'b'},
    {'a', 'z'},
    {' ', ' '},
    {'\t', '\r'},
    {0, 0x1f},
    {'\'', '\''},
    {'0', '9'},
    {0x300, 0x36f},
    {0x591, 0x5bd},
    {0xe01, 0xe4e},
    {0x4e00, 0x9fff},
    {0xac00, 0xd7a3},
    {0x1100, 0x11ff},
    {0xd800, 0xdfff},
    {0x200b, 0x200f},
    {0x1f468, 0x1f469},
    {0x1f1e6, 0x1f1ff},
    {0xe000, 0xf8ff},
    {0xfff9, 0xffff},
    {0xe0100, 0xe01ef},
    {0x1d15e, 0x1d169},
    {0, 0x10ffff}
  };

  private static final String[] PHRASES = {
    "<|im_end|>",
    "<|im_start|>system\n",
    "</think>",
    "<|endoftext|",
    "'s'S'ſ",
    "\r\n",
    "\u0344",
    "ﷺ"
  };

  private HostileTexts() {}

  /** A text of a length that is usually small, sometimes up to the largest. */
  static String next(Random random, int largest) {
    int length = random.nextInt(50) == 0 ? largest : 1 + random.nextInt(Math.min(largest, 3000));
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      int[] range = RANGES[random.nextInt(RANGES.length)];
      int run = 1 + (random.nextInt(4) == 0 ? length : random.nextInt(40));
      int period = 1 + random.nextInt(5);
      int[] characters = random.ints(period, range[0], range[1] + 1).toArray();
      for (int i = 0; i < run && text.length() < length; i++) {
        boolean fresh = (run & 1) == 0;
        text.appendCodePoint(
            fresh ? range[0] + random.nextInt(range[1] - range[0] + 1) : characters[i % period]);
      }
      if (random.nextInt(3) == 0) {
        text.append(PHRASES[random.nextInt(PHRASES.length)]);
      }
    }
    return text.toString();
  }

  /** Encodes a text and its decoded tokens; the second must give the first again. */
  static void check(ModelTokenizer tokenizer, String text, String description) {
    int[] ids = tokenizer.encode(text);
    if (tokenizer.count(text) != ids.length) {
      throw new AssertionError(description + ": counts otherwise than it encodes");
    }
    for (int id : ids) {
      if (tokenizer.kind(id) != TokenKind.TEXT) {
        throw new AssertionError(description + ": token " + id + " is no text");
      }
    }
    String decoded = tokenizer.decode(ids);
    if (!decoded.equals(withoutLoneSurrogates(NormalForm.compose(text)))) {
      throw new AssertionError(description + ": decodes to another text");
    }
  }

  private static String withoutLoneSurrogates(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }

  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    long seed = 21;
    Random random = new Random(seed);
    ModelTokenizer tokenizer = TinyVocabulary.tokenizer();
    double slowest = 0;
    int slowestText = -1;
    long characters = 0;
    for (int i = 0; i < count; i++) {
      String text = next(random, 100_000);
      long start = System.nanoTime();
      check(tokenizer, text, "seed " + seed + ", text " + i);
      double microsecondsEach = (System.nanoTime() - start) / 1e3 / text.length();
      characters += text.length();
      if (text.length() > 10_000 && microsecondsEach > slowest) {
        slowest = microsecondsEach;
        slowestText = i;
      }
    }
    System.out.printf(
        "%d texts, %d UTF-16 units, seed %d: all encoded and decoded back; slowest of the long ones"
            + " (text %d): %.2f microseconds a unit%n",
        count, characters, seed, slowestText, slowest);
  }
}
