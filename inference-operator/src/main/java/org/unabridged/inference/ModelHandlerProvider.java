package org.unabridged.inference;

/**
 * Makes handlers of one model. Implementations are found by {@link java.util.ServiceLoader}, so the
 * packages that implement models depend on this one and not the reverse.
 */
public interface ModelHandlerProvider {

  /** The name a user gives to choose this model. */
  String name();

  /** What the model is, without loading its weights. */
  ModelDescription describe();

  /** Loads the model. */
  ModelHandler open(RuntimeOptions options);
}
