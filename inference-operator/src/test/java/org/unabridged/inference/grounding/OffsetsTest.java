package org.unabridged.inference.grounding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetsTest {

  @Test
  void holdsWhatAnArrayHolds() {
    Random random = new Random(8);
    for (int round = 0; round < 300; round++) {
      int[] plain = new int[random.nextInt(200)];
      Offsets offsets = new Offsets(random.nextInt(100));
      int last = 0;
      for (int i = 0; i < plain.length; i++) {
        last += step(random);
        plain[i] = last;
        offsets.add(last);
      }
      assertThat(offsets.size()).isEqualTo(plain.length);
      for (int i = 0; i < plain.length; i++) {
        assertThat(offsets.get(i)).isEqualTo(plain[i]);
        for (int near = -1; near <= 1; near++) {
          int wanted = plain[i] + near;
          assertThat(offsets.firstFrom(wanted)).isEqualTo(firstFrom(plain, wanted));
        }
      }
      assertThat(offsets.firstFrom(last + 1)).isEqualTo(plain.length);
    }
  }

  private static int step(Random random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> 0;
      case 2 -> 250 + random.nextInt(10);
      case 3 -> random.nextInt(100_000);
      default -> 1 + random.nextInt(3);
    };
  }

  private static int firstFrom(int[] offsets, int wanted) {
    int index = 0;
    while (index < offsets.length && offsets[index] < wanted) {
      index++;
    }
    return index;
  }

  @Test
  void refusesToDecrease() {
    Offsets offsets = new Offsets(1);
    offsets.add(7);
    assertThatThrownBy(() -> offsets.add(6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> offsets.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
