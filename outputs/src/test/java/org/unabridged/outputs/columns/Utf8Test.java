package org.unabridged.outputs.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  /** One to four bytes each, and halves of pairs. */
  private static final char[] UNITS = {
    'a', 0, '\u007f', '\u0080', 'é', '\u07ff', '\u0800', '条', '\uffff', '\ud83d', '\ude00',
    '\ud800', '\udfff'
  };

  @Test
  void encodesAsTheJdkDoes() {
    long seed = Long.getLong("unabridged.seed", 20260104);
    Random random = new Random(seed);
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(UNITS[random.nextInt(UNITS.length)]);
      }
      assertThat(Utf8.exactly(text.toString()))
          .as("seed %s, round %s", seed, round)
          .isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void encodesLongTextsAsTheJdkDoes() {
    String text = "a\ud83d\ude00é\ud83d".repeat(Utf8.LONG / 4);
    assertThat(Utf8.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }
}
