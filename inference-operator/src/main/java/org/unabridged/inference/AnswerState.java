package org.unabridged.inference;

import java.util.Locale;

/** What became of one question about one document. */
public enum AnswerState {
  /** At least one clause reaches the model's decision threshold. */
  FOUND,
  /** The whole document was read and no clause reaches the decision threshold. */
  ABSENT,
  /** Clauses above the threshold give different values where one document can have only one. */
  CONFLICTING,
  /** The model cannot answer this question. */
  NOT_SUPPORTED,
  /** The document or its inference failed. */
  FAILED,
  /** The question was not put to the model. */
  NOT_ASKED;

  /** The name used in files and tables: lower-case snake, such as {@code not_supported}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
