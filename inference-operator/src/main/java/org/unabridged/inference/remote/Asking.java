package org.unabridged.inference.remote;

/**
 * How contexts are asked about.
 *
 * @param questionsPerRequest questions that share a request
 * @param tokensPerQuestion tokens that an answer may have for each of its questions
 * @param summaryTokens tokens that a summary may have
 * @param attempts requests for one answer, the first included, while what comes can not be used
 */
record Asking(int questionsPerRequest, int tokensPerQuestion, int summaryTokens, int attempts) {

  Asking {
    if (questionsPerRequest < 1 || tokensPerQuestion < 1 || summaryTokens < 1 || attempts < 1) {
      throw new IllegalArgumentException(
          "asking must be positive: %d, %d, %d, %d"
              .formatted(questionsPerRequest, tokensPerQuestion, summaryTokens, attempts));
    }
  }

  /**
   * A passage takes some 60 tokens, so a question has room for six, and the ten questions of a
   * request share what some of them do not need; the whole answer stays below what any server
   * writes at once. Asked again at most twice.
   */
  static Asking defaults() {
    return new Asking(10, 360, 1_500, 3);
  }

  /** What changes with answers. */
  String fingerprint() {
    return questionsPerRequest + "x" + tokensPerQuestion;
  }
}
