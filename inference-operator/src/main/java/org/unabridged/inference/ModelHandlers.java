package org.unabridged.inference;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/** The models that are there, and one shared handler for each in use. */
public final class ModelHandlers {
  private static final Map<Configuration, Shared> OPEN = new HashMap<>();

  private ModelHandlers() {}

  /**
   * Opens a model. Within a JVM there is one set of weights per model and options, however often
   * they are opened; they are freed when the last handler returned for them is closed.
   *
   * @throws IllegalArgumentException if there is no such model; the message lists those there are
   */
  public static ModelHandler open(String model, RuntimeOptions options) {
    Configuration configuration = new Configuration(model, options);
    synchronized (OPEN) {
      Shared shared = OPEN.get(configuration);
      if (shared == null) {
        shared = new Shared(provider(model).open(options));
        OPEN.put(configuration, shared);
      }
      shared.users++;
      return new Lease(configuration, shared);
    }
  }

  /** The models that can be opened, by name. */
  public static List<ModelDescription> available() {
    return providers().stream().map(ModelHandlerProvider::describe).toList();
  }

  /**
   * Checks a model's name without loading anything.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  public static void requireKnown(String model) {
    provider(model);
  }

  private static ModelHandlerProvider provider(String model) {
    List<ModelHandlerProvider> providers = providers();
    return providers.stream()
        .filter(provider -> provider.name().equals(model))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown model '"
                        + model
                        + "'; available: "
                        + String.join(
                            ", ", providers.stream().map(ModelHandlerProvider::name).toList())));
  }

  private static List<ModelHandlerProvider> providers() {
    return ServiceLoader.load(ModelHandlerProvider.class, ModelHandlers.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ModelHandlerProvider::name))
        .toList();
  }

  private static void release(Configuration configuration, Shared shared) {
    synchronized (OPEN) {
      shared.users--;
      if (shared.users == 0) {
        OPEN.remove(configuration);
        shared.handler.close();
      }
    }
  }

  private record Configuration(String model, RuntimeOptions options) {}

  /** A loaded model and how many leases on it are open; guarded by {@link #OPEN}. */
  private static final class Shared {
    final ModelHandler handler;
    int users;

    Shared(ModelHandler handler) {
      this.handler = handler;
    }
  }

  /** One caller's share of a loaded model. */
  private static final class Lease implements ModelHandler {
    private final Configuration configuration;
    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(Configuration configuration, Shared shared) {
      this.configuration = configuration;
      this.shared = shared;
    }

    @Override
    public ModelDescription description() {
      return handler().description();
    }

    @Override
    public long countTokens(String text) {
      return handler().countTokens(text);
    }

    @Override
    public InferenceOutcome predict(Context context, QuestionSet questions) {
      return handler().predict(context, questions);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(configuration, shared);
      }
    }

    private ModelHandler handler() {
      if (closed.get()) {
        throw new IllegalStateException(configuration.model() + " is closed");
      }
      return shared.handler;
    }
  }
}
