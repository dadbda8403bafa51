package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.List;

/** Names pages in few words. */
final class PageNumbers {
  private PageNumbers() {}

  /**
   * Such as {@code pages 1-3, 5}.
   *
   * @param numbers ascending, at least one
   */
  static String of(List<Integer> numbers) {
    List<String> runs = new ArrayList<>();
    for (int first = 0; first < numbers.size(); ) {
      int end = first + 1;
      while (end < numbers.size() && numbers.get(end) == numbers.get(end - 1) + 1) {
        end++;
      }
      String run = String.valueOf(numbers.get(first));
      runs.add(end - first == 1 ? run : run + "-" + numbers.get(end - 1));
      first = end;
    }
    return (numbers.size() == 1 ? "page " : "pages ") + String.join(", ", runs);
  }
}
