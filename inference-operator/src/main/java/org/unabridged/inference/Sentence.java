package org.unabridged.inference;

import java.util.List;

/**
 * One sentence of a summary.
 *
 * @param text the sentence
 * @param support the spans it rests on; empty only where it states nothing about the contract
 */
public record Sentence(String text, List<Support> support) {
  public Sentence {
    Require.notBlank("sentence", text);
    support = List.copyOf(support);
  }
}
