package org.unabridged.inference.remote;

import org.unabridged.inference.InferenceFailure;

/** Why a pass over a context can not go on. */
final class PassFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final InferenceFailure.Category category;

  PassFailure(InferenceFailure.Category category, String message) {
    super(message);
    this.category = category;
  }

  InferenceFailure.Category category() {
    return category;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
