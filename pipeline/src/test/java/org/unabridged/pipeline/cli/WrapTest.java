package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {
  @Test
  void breaksAtBlanks() {
    assertThat(Wrap.lines("one two  three\nfour", 8)).containsExactly("one two", "three", "four");
  }

  @Test
  void breaksAWordThatIsLongerThanALine() {
    assertThat(Wrap.lines("a incomprehensible b", 5))
        .containsExactly("a", "incom", "prehe", "nsibl", "e b");
  }

  @Test
  void countsColumnsNotCharacters() {
    assertThat(Wrap.lines("\u8BBE\u5907\u91C7\u8D2D\u5408\u540C", 6))
        .containsExactly("\u8BBE\u5907\u91C7", "\u8D2D\u5408\u540C");
    assertThat(Wrap.lines("a\u0301e\u0301 x", 4)).containsExactly("a\u0301e\u0301 x");
  }

  @Test
  void hasALineEvenWithoutText() {
    assertThat(Wrap.lines("", 5)).containsExactly("");
  }
}
