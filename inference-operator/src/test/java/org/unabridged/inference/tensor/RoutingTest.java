package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {

  private static final long SEED = 20261123;

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "9,1", "1,300", "7,3", "256,8", "4096,256"})
  void sortsChoicesByExpertAndKeepsTheirOrder(int choices, int experts) {
    // two more than count: those must not show
    int[] chosen = new Random(SEED + choices).ints(choices + 2L, 0, experts).toArray();
    int[] order = new int[choices + 2];
    Arrays.fill(order, -1);
    int[] starts = new int[experts + 1];
    Arrays.fill(starts, 77);

    Routing.sort(chosen, choices, order, starts);

    int[] expected =
        IntStream.range(0, choices)
            .boxed()
            .sorted(Comparator.comparingInt(choice -> chosen[choice]))
            .mapToInt(Integer::intValue)
            .toArray();
    assertThat(Arrays.copyOf(order, choices)).isEqualTo(expected);
    assertThat(Arrays.copyOfRange(order, choices, choices + 2)).containsOnly(-1);
    for (int expert = 0; expert <= experts; expert++) {
      int limit = expert;
      long before = Arrays.stream(chosen, 0, choices).filter(other -> other < limit).count();
      assertThat(starts[expert]).as("expert %d", expert).isEqualTo((int) before);
    }
  }
}
