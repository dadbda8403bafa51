package org.unabridged.inference.bench;

import java.util.Random;

/**
 * Text that looks like a contract from afar: enough to measure speed, which does not depend on what
 * it says.
 */
final class SyntheticText {

  /** Of English contracts, about. */
  static final int CHARACTERS_PER_TOKEN = 5;

  private static final String[] WORDS =
      ("the party parties shall agreement of and or to in by any with written notice days"
              + " term termination confidential information license services product delivery"
              + " payment within thirty such not be under this Section Company Supplier assign"
              + " consent law governed liability damages warranty insurance audit records"
              + " effective date renewal period territory exclusive royalty minimum purchase")
          .split(" ", -1);

  private SyntheticText() {}

  static String ofTokens(int tokens, Random random) {
    int length = Math.multiplyExact(tokens, CHARACTERS_PER_TOKEN);
    StringBuilder text = new StringBuilder(length + 64);
    int section = 1;
    while (text.length() < length) {
      text.append(section).append('.').append(section % 9 + 1).append(' ');
      int words = 40 + random.nextInt(120);
      for (int i = 0; i < words; i++) {
        text.append(WORDS[random.nextInt(WORDS.length)]).append(i + 1 < words ? " " : ".\n\n");
      }
      section++;
    }
    return text.substring(0, length);
  }
}
