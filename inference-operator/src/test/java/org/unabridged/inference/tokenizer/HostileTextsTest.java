package org.unabridged.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTextsTest {

  private static final ModelTokenizer TOKENIZER = TinyVocabulary.tokenizer();

  @Test
  void encodesAndDecodesWhateverComes() {
    long seed = 22;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      HostileTexts.check(
          TOKENIZER, HostileTexts.next(random, 20_000), "seed " + seed + ", text " + i);
    }
  }

  /** Processor time for a million characters: a quadratic way would take hours. */
  @ParameterizedTest
  @ValueSource(strings = {"ab", "\u0301\u0323", "ทย", "契約", "👩\u200d", "'s", "e\u0301", "\ud800"})
  void takesTimeInProportionToTheText(String period) {
    String text = period.repeat(1_000_000 / period.length());
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    assertThat(TOKENIZER.count(text)).isPositive();
    assertThat(threads.getCurrentThreadCpuTime() - start).isLessThan(20_000_000_000L);
  }
}
