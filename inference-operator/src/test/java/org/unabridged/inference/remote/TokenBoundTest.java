package org.unabridged.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBoundTest {

  @Test
  void isGenerousToProse() {
    String prose = "This Agreement is governed by the laws of the State of Delaware. ".repeat(100);
    // Real tokenizers need one for a word and one for a full stop: some 1,300.
    assertThat(TokenBound.of(prose)).isBetween(2_000L, 4_500L);
  }

  @Test
  void countsBytesWhereNothingBetterIsKnown() {
    String ethiopic = "ሁሉም ሰው";
    assertThat(TokenBound.of(ethiopic))
        .isGreaterThanOrEqualTo(ethiopic.replace(" ", "").getBytes(StandardCharsets.UTF_8).length);
    assertThat(TokenBound.of("😀")).isGreaterThanOrEqualTo(4);
  }

  @Test
  void givesCodesATokenForAlmostEveryLetter() {
    String code = "XKCDQWRTZPSDFGHJKLMNBVCX".repeat(50);
    assertThat(TokenBound.of(code)).isGreaterThan(code.length() * 9L / 10);
    assertThat(TokenBound.of("1234567890")).isGreaterThanOrEqualTo(10);
  }

  @Test
  void growsWithTheText() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    long before = TokenBound.of("");
    for (int i = 0; i < 500; i++) {
      text.appendCodePoint(random.nextInt(0xd800));
      long now = TokenBound.of(text.toString());
      assertThat(now).as("seed 7, character %d", i).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }
}
