package org.unabridged.pipeline.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePointsTest {
  @Test
  void agreesWithCountingFromTheStart() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int length : new int[] {0, 1, 2, 1023, 1024, 1025, 5_000}) {
      String text = text(random, length);
      CodePoints codePoints = new CodePoints(text);
      assertThat(codePoints.length()).isEqualTo(text.codePointCount(0, text.length()));
      for (int offset = 0; offset <= text.length(); offset = text.offsetByCodePoints(offset, 1)) {
        assertThat(codePoints.at(offset))
            .as("seed %s, length %s, offset %s", seed, length, offset)
            .isEqualTo(text.codePointCount(0, offset));
        if (offset == text.length()) {
          break;
        }
      }
    }
  }

  @Test
  void refusesAnOffsetInsideASurrogatePair() {
    assertThatThrownBy(() -> new CodePoints("a\uD83D\uDCDCb").at(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offset 2 is inside a surrogate pair");
  }

  @Test
  void refusesAnOffsetOutsideTheText() {
    assertThatThrownBy(() -> new CodePoints("abc").at(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offset must be from 0 to 3, but was: 4");
  }

  @Test
  void countsALoneSurrogateAsOne() {
    assertThat(new CodePoints("a\uDCDCb").at(2)).isEqualTo(2);
    assertThat(new CodePoints("\uD83Da").at(1)).isEqualTo(1);
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.appendCodePoint(random.nextInt(4) == 0 ? 0x1F4DC : 'a' + random.nextInt(26));
    }
    return text.toString();
  }
}
