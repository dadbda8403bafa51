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
 */
public record PromptedPass(
    String promptVersion,
    long textTokens,
    TokenCount count,
    @Nullable Double cost,
    Map<String, Integer> addressed) {

  public PromptedPass {
    Require.notBlank("prompt version", promptVersion);
    Require.notNegative("textTokens", textTokens);
    addressed = Map.copyOf(addressed);
  }
}
