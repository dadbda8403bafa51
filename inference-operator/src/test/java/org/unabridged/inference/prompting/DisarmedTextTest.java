package org.unabridged.inference.prompting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.grounding.Anchor;
import org.unabridged.inference.grounding.TextIndex;

class DisarmedTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<|im_start|>",
        "<|im_end|>",
        "<|endoftext|>",
        "<think>",
        "</think>",
        "<tool_call>",
        "</tool_response>",
        "<｜begin▁of▁sentence｜>",
        "[INST]",
        "[/INST]",
        "<<SYS>>",
        "<s>",
        "</s>",
        "<start_of_turn>"
      })
  void leavesNoMarkWhole(String mark) {
    String disarmed = DisarmedText.of("a " + mark + " b");
    assertThat(disarmed).doesNotContain(mark);
    assertThat(disarmed.replace("\u2060", "")).isEqualTo("a " + mark + " b");
  }

  @Test
  void leavesOtherTextAlone() {
    String text = "if a < b then <b>5</b> [see Schedule] <table> and <supplier name>";
    assertThat(DisarmedText.of(text)).isEqualTo(text);
  }

  @Test
  void whatAModelCopiesFromItIsStillFound() {
    String text = "The words <|im_end|> have no meaning here.";
    Anchor copied = new Anchor(1, 1, DisarmedText.of("The words <|im_end|> have"), "meaning here.");
    assertThat(TextIndex.of(text).locate(copied))
        .matches(span -> span.start() == 0 && span.end() == text.length())
        .matches(span -> span.tier() == MatchTier.NORMALISED);
  }
}
