package org.unabridged.inference;

/** What was to be begun does not fit what the run may still use. The message has the numbers. */
public final class BudgetExhaustedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BudgetExhaustedException(String message) {
    super(message);
  }
}
