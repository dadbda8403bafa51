package org.unabridged.inference.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberedLinesTest {

  @Test
  void joinsShortLinesAndCutsLongOnes() {
    String text = "Item\nPrice\n\n" + "A sentence of a certain length, which ends here. ".repeat(9);
    NumberedLines lines = NumberedLines.of(text, 7);
    assertThat(lines.words(7)).isEqualTo("Item Price");
    assertThat(lines.words(8)).startsWith("A sentence").endsWith("ends here.");
    assertThat(lines.lastNumber()).isEqualTo(10);
    StringBuilder rendered = new StringBuilder();
    lines.appendTo(rendered);
    assertThat(rendered).startsWith("7| Item Price\n8| A sentence");
  }

  @Test
  void holdsEveryCharacterOnceAndFindsItsLine() {
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(2_000); i > 0; i--) {
        text.append("aB. \n\t中。".charAt(random.nextInt(round % 2 == 0 ? 8 : 3)));
      }
      check(text.toString());
    }
  }

  private static void check(String text) {
    NumberedLines lines = NumberedLines.of(text);
    int end = 0;
    for (int number = 1; number <= lines.lastNumber(); number++) {
      NumberedLine line = lines.line(number);
      assertThat(text.substring(end, line.start())).isBlank();
      assertThat(line.end() - line.start()).isBetween(1, 240);
      assertThat(lines.numberAt(line.start())).isEqualTo(number);
      assertThat(lines.numberAt(line.end() - 1)).isEqualTo(number);
      end = line.end();
    }
    assertThat(text.substring(end)).isBlank();
  }
}
