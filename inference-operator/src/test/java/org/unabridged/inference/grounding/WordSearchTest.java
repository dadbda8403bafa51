package org.unabridged.inference.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WordSearchTest {

  @Test
  void findsTheSameEndsAsTheWholeTable() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      String pattern = letters(random, 1 + random.nextInt(WordSearch.LONGEST_PATTERN));
      // one is longer than the pieces in which a text is read
      String text = letters(random, round == 0 ? 10_000 : random.nextInt(300));
      int most = random.nextInt(pattern.length() + 1);
      TreeMap<Integer, Integer> found = new TreeMap<>();
      new WordSearch(pattern).ends(new FoldedText(text), 0, text.length(), most, found::put);
      assertThat(found).isEqualTo(slow(pattern, text, most));
    }
  }

  private static String letters(Random random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append("ab中".charAt(random.nextInt(3)));
    }
    return letters.toString();
  }

  private static TreeMap<Integer, Integer> slow(String pattern, String text, int most) {
    int[] column = new int[pattern.length() + 1];
    for (int i = 0; i < column.length; i++) {
      column[i] = i;
    }
    TreeMap<Integer, Integer> ends = new TreeMap<>();
    for (int at = 0; at < text.length(); at++) {
      int corner = 0;
      for (int i = 1; i < column.length; i++) {
        int replaced = corner + (pattern.charAt(i - 1) == text.charAt(at) ? 0 : 1);
        corner = column[i];
        column[i] = Math.min(replaced, 1 + Math.min(column[i], column[i - 1]));
      }
      if (column[pattern.length()] <= most) {
        ends.put(at + 1, column[pattern.length()]);
      }
    }
    return ends;
  }
}
