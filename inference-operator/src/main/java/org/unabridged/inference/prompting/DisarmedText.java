package org.unabridged.inference.prompting;

import java.util.regex.Pattern;

/**
 * Text in which no mark of a chat template is left whole, for servers that take marks for what they
 * are wherever they stand. Behind the bracket that opens a mark comes a word joiner (U+2060), which
 * nobody sees, which is no token of a template, and which the search for words skips.
 */
public final class DisarmedText {
  private static final String JOINER = "\u2060";

  private static final Pattern OPENING =
      Pattern.compile(
          "<(?=[|｜<]|/?(?:think|tools?|tool_calls?|tool_responses?|function|parameter|im_start"
              + "|im_end|start_of_turn|end_of_turn|bos|eos|pad|unk|s|system|user|assistant|SYS)\\b)"
              + "|\\[(?=/?(?:INST|SYSTEM_PROMPT|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS)\\b)",
          Pattern.CASE_INSENSITIVE);

  private DisarmedText() {}

  /** The text with its marks taken apart; itself if it has none. */
  public static String of(String text) {
    return OPENING.matcher(text).replaceAll("$0" + JOINER);
  }
}
