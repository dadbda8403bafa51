package org.unabridged.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskRuleTest {

  @ParameterizedTest
  @CsvSource({
    "FOUND, FOUND, true",
    "FOUND, CONFLICTING, true",
    "FOUND, ABSENT, false",
    "FOUND, FAILED, false",
    "ABSENT, ABSENT, true",
    "ABSENT, FOUND, false",
    "ABSENT, NOT_SUPPORTED, false",
    "ABSENT, FAILED, false",
    "ABSENT, NOT_ASKED, false",
    "CONFLICTING, CONFLICTING, true",
    "CONFLICTING, FOUND, false"
  })
  void appliesToItsCondition(RiskRule.Condition when, AnswerState state, boolean applies) {
    String risk = new RiskRule(when, RiskRule.Level.HIGH, "Look here.").assess(state);

    assertThat(risk).isEqualTo(applies ? "high: Look here." : null);
  }

  @Test
  void isItsLevelAloneWithoutANote() {
    RiskRule rule = new RiskRule(RiskRule.Condition.FOUND, RiskRule.Level.MEDIUM, null);

    assertThat(rule.assess(AnswerState.FOUND)).isEqualTo("medium");
  }

  @Test
  void rejectsABlankNote() {
    assertThatThrownBy(() -> new RiskRule(RiskRule.Condition.FOUND, RiskRule.Level.LOW, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("risk note must not be blank");
  }
}
