package org.unabridged.inference.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final float[] LOGITS = {0, (float) Math.log(2), (float) Math.log(5), 9};

  private static int[] draws(Sampling sampling, int count) {
    BitSet allowed = new BitSet();
    allowed.set(0, 3);
    Sampler sampler = new Sampler(sampling);
    int[] draws = new int[4];
    for (int i = 0; i < count; i++) {
      draws[sampler.choose(LOGITS, allowed)]++;
    }
    return draws;
  }

  @Test
  void drawsAsOftenAsTheModelSays() {
    int[] draws = draws(Sampling.drawn(3), 8_000);
    assertThat(draws[0]).isBetween(850, 1_150);
    assertThat(draws[1]).isBetween(1_850, 2_150);
    assertThat(draws[2]).isBetween(4_800, 5_200);
    assertThat(draws[3]).isZero();
  }

  @Test
  void leavesOutWhatTheLimitsExclude() {
    assertThat(draws(Sampling.greedy(), 50)).containsExactly(0, 0, 50, 0);
    assertThat(draws(new Sampling(1, 1, 1, 0, 4), 50)).containsExactly(0, 0, 50, 0);
    assertThat(draws(new Sampling(1, 2, 1, 0, 4), 500)[0]).isZero();
    assertThat(draws(new Sampling(1, 0, 0.6, 0, 4), 50)).containsExactly(0, 0, 50, 0);
    assertThat(draws(new Sampling(1, 0, 0.8, 0, 4), 500)[0]).isZero();
    assertThat(draws(new Sampling(1, 0, 1, 0.3, 4), 500)[0]).isZero();
    assertThat(draws(new Sampling(1, 0, 1, 0.3, 4), 500)[1]).isPositive();
  }

  @Test
  void choosesSomethingAllowedWhateverTheLogits() {
    BitSet allowed = new BitSet();
    allowed.set(1, 3);
    float[] broken = {5, Float.NaN, Float.NEGATIVE_INFINITY};
    assertThat(new Sampler(Sampling.greedy()).choose(broken, allowed)).isIn(1, 2);
    assertThat(new Sampler(Sampling.drawn(1)).choose(broken, allowed)).isIn(1, 2);
    assertThatThrownBy(() -> new Sampling(1, 0, 0, 0, 0)).hasMessageContaining("top-p");
  }
}
