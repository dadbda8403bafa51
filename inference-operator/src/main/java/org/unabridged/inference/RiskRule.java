package org.unabridged.inference;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When an answer is a risk to whoever reviews the contract. In a question set's YAML:
 *
 * <pre>
 * risk: {when: found, level: high, note: Liability is not capped.}
 * </pre>
 *
 * @param when the answer that makes it a risk
 * @param level how much it matters
 * @param note one sentence for the reader; null if the level says enough
 */
public record RiskRule(Condition when, Level level, @Nullable String note) implements Serializable {

  /** The answer that triggers a rule. */
  public enum Condition {
    /** The clause is there. */
    FOUND,
    /** The document was read whole and the clause is not there. */
    ABSENT,
    /** The document contradicts itself. */
    CONFLICTING
  }

  /** How much a risk matters. */
  public enum Level {
    LOW,
    MEDIUM,
    HIGH
  }

  public RiskRule {
    if (note != null) {
      Require.notBlank("risk note", note);
    }
  }

  /** The text of an answer's risk column, such as {@code high: Liability is not capped.} */
  public @Nullable String assess(AnswerState state) {
    return applies(state) ? describe() : null;
  }

  private boolean applies(AnswerState state) {
    return switch (when) {
      // A self-contradicting clause is still there.
      case FOUND -> state == AnswerState.FOUND || state == AnswerState.CONFLICTING;
      case ABSENT -> state == AnswerState.ABSENT;
      case CONFLICTING -> state == AnswerState.CONFLICTING;
    };
  }

  private String describe() {
    String label = level.name().toLowerCase(Locale.ROOT);
    return note == null ? label : label + ": " + note;
  }
}
