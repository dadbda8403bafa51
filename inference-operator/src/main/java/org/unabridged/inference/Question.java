package org.unabridged.inference;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One clause type to look for.
 *
 * @param id stable name in kebab case, such as {@code governing-law}; others join on it
 * @param title name for people
 * @param question what is asked, in one sentence
 * @param answerType kind of value expected
 * @param guidance what counts and what does not; null if the question says enough
 * @param riskRule when the answer is a risk; null if it never is by itself
 */
public record Question(
    String id,
    String title,
    String question,
    AnswerType answerType,
    @Nullable String guidance,
    @Nullable RiskRule riskRule)
    implements Serializable {

  public Question {
    Require.kebabCase("question id", id);
    Require.notBlank("title of question " + id, title);
    Require.notBlank("question of " + id, question);
  }
}
