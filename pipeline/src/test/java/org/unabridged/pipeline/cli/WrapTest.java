package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {
  @Test
  void breaksAtBlanks() {
    assertThat(Wrap.lines("one two  three\nfour", 8)).containsExactly("one two", "three", "four");
  }

  @Test
  void givesALongWordItsOwnLine() {
    assertThat(Wrap.lines("a incomprehensible b", 5)).containsExactly("a", "incomprehensible", "b");
  }

  @Test
  void hasALineEvenWithoutText() {
    assertThat(Wrap.lines("", 5)).containsExactly("");
  }
}
