package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageNumbersTest {
  @Test
  void joinsRuns() {
    assertThat(PageNumbers.of(List.of(7))).isEqualTo("page 7");
    assertThat(PageNumbers.of(List.of(1, 2, 3, 5, 8, 9))).isEqualTo("pages 1-3, 5, 8-9");
  }
}
