package org.unabridged.inference.remote.scripted;

import com.fasterxml.jackson.databind.JsonNode;

/** The prompt that a server makes of messages, and its length. */
public final class ScriptedTokens {

  private ScriptedTokens() {}

  /** The messages in the chat template of Qwen, thinking off. */
  public static String prompt(JsonNode messages) {
    StringBuilder prompt = new StringBuilder();
    for (JsonNode message : messages) {
      prompt
          .append("<|im_start|>")
          .append(message.path("role").asText())
          .append('\n')
          .append(message.path("content").asText().strip())
          .append("<|im_end|>\n");
    }
    return prompt.append("<|im_start|>assistant\n<think>\n\n</think>\n\n").toString();
  }

  /** A token is three characters or what is left of them. */
  public static long count(String text) {
    return (text.length() + 2) / 3;
  }
}
