package org.unabridged.inference;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A store for tests; copies that a runner makes of it share what they hold. */
final class MemoryStore implements InferenceStore {
  private static final long serialVersionUID = 1;

  private record Content(Map<String, Context> contexts, Map<String, InferenceOutcome> outcomes) {}

  private static final Map<String, Content> CONTENTS = new ConcurrentHashMap<>();

  private final String name;

  MemoryStore(String name) {
    this.name = name;
    CONTENTS.put(name, new Content(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
  }

  private Content content() {
    Content content = CONTENTS.get(name);
    if (content == null) {
      throw new IllegalStateException("no store " + name);
    }
    return content;
  }

  /** Adds a context of one document. */
  MemoryStore with(String contextId, String text) {
    Part part = new Part("document-" + contextId, 0, text.length());
    content().contexts().put(contextId, new Context(contextId, text, List.of(part)));
    return this;
  }

  @Nullable InferenceOutcome outcome(String contextId) {
    return content().outcomes().get(contextId);
  }

  @Override
  public Context context(String contextId) {
    Context context = content().contexts().get(contextId);
    if (context == null) {
      throw new NoSuchElementException(contextId);
    }
    return context;
  }

  @Override
  public @Nullable PredictionResult finished(String contextId) {
    return outcome(contextId) instanceof PredictionResult result ? result : null;
  }

  @Override
  public void save(InferenceOutcome outcome) {
    content().outcomes().put(outcome.contextId(), outcome);
  }
}
