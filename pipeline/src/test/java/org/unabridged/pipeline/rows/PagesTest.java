package org.unabridged.pipeline.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unabridged.ingestion.PageSpan;

class PagesTest {
  private final Pages pages = new Pages(List.of(page(1, 0, 10), page(2, 12, 12), page(4, 12, 30)));

  @Test
  void findsThePageOfAnOffset() {
    assertThat(pages.at(0)).isEqualTo(1);
    assertThat(pages.at(9)).isEqualTo(1);
    assertThat(pages.at(12)).isEqualTo(4);
    assertThat(pages.at(29)).isEqualTo(4);
  }

  @Test
  void countsWhatLiesBetweenTwoPagesToTheFirst() {
    assertThat(pages.at(11)).isEqualTo(1);
  }

  @Test
  void knowsNoPageBeforeTheFirstOrWithoutPages() {
    assertThat(new Pages(List.of(page(1, 5, 9))).at(4)).isNull();
    assertThat(new Pages(List.of()).at(0)).isNull();
  }

  private static PageSpan page(int number, int start, int end) {
    return new PageSpan(PageSpan.Kind.PAGE, number, null, start, end);
  }
}
