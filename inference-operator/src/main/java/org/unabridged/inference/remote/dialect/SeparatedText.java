package org.unabridged.inference.remote.dialect;

import org.jspecify.annotations.Nullable;

/**
 * An answer and the reasoning before it, each where it belongs. Servers without a reasoning parser
 * leave reasoning in the answer, some with both of its marks and some with the closing one only,
 * since the opening one was in the prompt; others file JSON that was asked for under reasoning.
 */
record SeparatedText(String content, String reasoning) {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  static SeparatedText of(String content, String reasoning, @Nullable AnswerSchema schema) {
    SeparatedText separated = withoutMarks(content, reasoning);
    boolean misfiled = schema != null && separated.content.isBlank();
    return misfiled && isJson(separated.reasoning)
        ? new SeparatedText(separated.reasoning.strip(), "")
        : separated;
  }

  private static SeparatedText withoutMarks(String content, String reasoning) {
    String text = content.stripLeading();
    if (isJson(text) || text.startsWith("```")) {
      // a mark in here is part of the answer
      return new SeparatedText(content, reasoning);
    }
    int close = text.indexOf(CLOSE);
    int start = text.startsWith(OPEN) ? OPEN.length() : 0;
    if (close < 0) {
      return start == 0
          ? new SeparatedText(content, reasoning)
          : new SeparatedText("", reasoning + text.substring(start));
    }
    String leaked = text.substring(Math.min(start, close), close).strip();
    return new SeparatedText(
        text.substring(close + CLOSE.length()).stripLeading(), reasoning + leaked);
  }

  private static boolean isJson(String text) {
    String stripped = text.stripLeading();
    return stripped.startsWith("{") || stripped.startsWith("[");
  }

  ChatAnswer answer(FinishReason finish, ServerUsage usage, String model) {
    return new ChatAnswer(content, reasoning, finish, usage, model);
  }
}
