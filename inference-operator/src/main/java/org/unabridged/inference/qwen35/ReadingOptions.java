package org.unabridged.inference.qwen35;

/**
 * How many questions are put to a model at a time.
 *
 * @param questionsPerPrompt questions that share a prompt
 * @param tokensPerQuestion tokens that an answer may have for each of its questions
 * @param promptsTogether answers that are written at the same time, in one pass over the weights
 *     for each token of all of them
 */
record ReadingOptions(int questionsPerPrompt, int tokensPerQuestion, int promptsTogether) {

  ReadingOptions {
    if (questionsPerPrompt < 1 || tokensPerQuestion < 1 || promptsTogether < 1) {
      throw new IllegalArgumentException(
          "reading options must be positive: "
              + questionsPerPrompt
              + ", "
              + tokensPerQuestion
              + ", "
              + promptsTogether);
    }
  }

  /** Six questions fit a short list of instructions; four answers use each weight four times. */
  static ReadingOptions defaults() {
    return new ReadingOptions(6, 256, 4);
  }
}
