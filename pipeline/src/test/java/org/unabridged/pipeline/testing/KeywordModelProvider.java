package org.unabridged.pipeline.testing;

import java.util.Map;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.ModelHandlerProvider;
import org.unabridged.inference.RuntimeOptions;

/** Makes {@link KeywordModel}s available under the name {@value #NAME}. */
public final class KeywordModelProvider implements ModelHandlerProvider {
  public static final String NAME = "keyword";

  /** Words; a longer context overflows. */
  static final long WINDOW = 2_000;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ModelDescription describe() {
    return new ModelDescription(
        NAME,
        "rules",
        "keyword-1",
        WINDOW,
        KeywordModel.questionIds(),
        Map.of("made for", "tests"));
  }

  @Override
  public ModelHandler open(RuntimeOptions options) {
    return new KeywordModel(describe());
  }
}
