package org.unabridged.inference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model is and can do.
 *
 * @param name the model, such as {@code clause-moe}
 * @param engine what runs it
 * @param fingerprint identifies everything about the model that can change an answer: weights,
 *     decoder, normalisation
 * @param window the most tokens it reads in one pass
 * @param supportedQuestionIds the questions it can answer; empty if any
 * @param details further facts for people, in order, such as parameters, size, licence
 */
public record ModelDescription(
    String name,
    String engine,
    String fingerprint,
    long window,
    List<String> supportedQuestionIds,
    Map<String, String> details) {

  public ModelDescription {
    Require.notBlank("model name", name);
    Require.notBlank("engine", engine);
    Require.notBlank("fingerprint", fingerprint);
    if (window < 1) {
      throw new IllegalArgumentException("window must be positive: " + window);
    }
    supportedQuestionIds = List.copyOf(supportedQuestionIds);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** Whether the model can answer this question. */
  public boolean supports(Question question) {
    return supportedQuestionIds.isEmpty() || supportedQuestionIds.contains(question.id());
  }
}
