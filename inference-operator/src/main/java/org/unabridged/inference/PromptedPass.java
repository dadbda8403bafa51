package org.unabridged.inference;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a pass of a model that is told in words what to do.
 *
 * @param promptVersion changes with what the model is told and with what is made of its answers
 * @param textTokens tokens of the context's text as it was shown, line numbers included
 * @param count how the tokens sent were counted
 * @param cost price in the currency of the configured prices; null without prices
 * @param addressed by document: how many passages speak to a model instead of to a party
 * @param unusable requests whose answers could not be used, asked again too; what they asked for is
 *     {@link AnswerState#FAILED}
 */
public record PromptedPass(
    String promptVersion,
    long textTokens,
    TokenCount count,
    @Nullable Double cost,
    Map<String, Integer> addressed,
    int unusable) {

  public PromptedPass {
    Require.notBlank("prompt version", promptVersion);
    Require.notNegative("textTokens", textTokens);
    Require.notNegative("unusable", unusable);
    addressed = Map.copyOf(addressed);
  }
}
