package org.unabridged.inference;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        shared = new Shared(load(model, options));
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

  /** Names of the services that reach models on servers, and the profiles that come with each. */
  public static Map<String, List<String>> served() {
    Map<String, List<String>> served = new TreeMap<>();
    serviceProviders().forEach(provider -> served.put(provider.name(), provider.profiles()));
    return served;
  }

  /**
   * What a model is, by its name or by the file that holds it, with or without the name before the
   * path.
   *
   * @throws IllegalArgumentException if there is no such model; the message says what there is
   */
  public static ModelDescription describe(String model) {
    return describeHere(model, RuntimeOptions.defaults());
  }

  private static ModelDescription describeHere(String model, RuntimeOptions options) {
    FileModel file = fileModel(model);
    return file == null
        ? provider(model).describe()
        : file.provider().describe(file.path(), options);
  }

  /**
   * What a model is that is reached or used as these options say.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  public static ModelDescription describe(String model, RuntimeOptions options) {
    ServedModel served = servedModel(model);
    return served == null
        ? describeHere(model, options)
        : served.provider().describe(served.profile(), options);
  }

  /** Whether a model runs on a server, where reading may cost money. */
  public static boolean isServed(String model) {
    return servedModel(model) != null;
  }

  /** How many contexts it is worth giving a model at once. */
  public static int contextsAtOnce(String model, RuntimeOptions options) {
    return servedModel(model) == null ? options.threads() : options.servers().contextsAtOnce();
  }

  /**
   * Tries whether everything works that a run with this model needs.
   *
   * @param tokens length of the text for the check that a server reads all of it
   * @throws IllegalArgumentException as {@link #open} does
   */
  public static List<Finding> examine(String model, RuntimeOptions options, long tokens) {
    ServedModel served = servedModel(model);
    if (served != null) {
      return served.provider().examine(served.profile(), options, tokens);
    }
    ModelDescription description = describe(model, options);
    return List.of(
        new Finding(
            "model",
            Finding.Verdict.GOOD,
            "%s, %s, %d tokens"
                .formatted(description.name(), description.engine(), description.window())));
  }

  /**
   * Measures a model that is a file.
   *
   * @throws IllegalArgumentException if there is no such model, or it is not in a file
   */
  public static ModelSpeed measure(String model, RuntimeOptions options) {
    FileModel file = fileModel(model);
    if (file == null) {
      throw new IllegalArgumentException(
          "only models in files can be measured, not '" + model + "'");
    }
    return file.provider().measure(file.path(), options);
  }

  /**
   * Checks a model's name without loading anything; of a model in a file, its header too.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  public static void requireKnown(String model) {
    requireKnown(model, RuntimeOptions.defaults());
  }

  /**
   * Checks a model's name as {@link #requireKnown} does, and whether it can be run or reached as
   * the options say, without loading it or contacting a server.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  public static void requireUsable(String model, RuntimeOptions options) {
    ServedModel served = servedModel(model);
    if (served == null) {
      requireKnown(model, options);
    } else {
      served.provider().describe(served.profile(), options);
    }
  }

  private static void requireKnown(String model, RuntimeOptions options) {
    FileModel file = fileModel(model);
    if (servedModel(model) != null) {
      return; // whether there is such a profile depends on the options
    }
    if (file == null) {
      provider(model);
    } else {
      file.provider().describe(file.path(), options);
    }
  }

  private static ModelHandler load(String model, RuntimeOptions options) {
    ServedModel served = servedModel(model);
    if (served != null) {
      return served.provider().open(served.profile(), options);
    }
    FileModel file = fileModel(model);
    return file == null
        ? provider(model).open(options)
        : file.provider().open(file.path(), options);
  }

  /** A model's profile and who reaches it. */
  private record ServedModel(ModelServiceProvider provider, String profile) {}

  private static @Nullable ServedModel servedModel(String model) {
    for (ModelServiceProvider provider : serviceProviders()) {
      String prefix = provider.name() + ":";
      if (model.equals(provider.name()) || model.equals(prefix)) {
        throw new IllegalArgumentException(
            "model '"
                + model
                + "' needs a profile: "
                + prefix
                + "NAME, with one of "
                + String.join(", ", provider.profiles())
                + " or of a file of your own");
      }
      if (model.startsWith(prefix)) {
        return new ServedModel(provider, model.substring(prefix.length()));
      }
    }
    return null;
  }

  private static List<ModelServiceProvider> serviceProviders() {
    return ServiceLoader.load(ModelServiceProvider.class, ModelHandlers.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ModelServiceProvider::name))
        .toList();
  }

  /** A model's file and who runs it. */
  private record FileModel(ModelFileProvider provider, Path path) {}

  private static @Nullable FileModel fileModel(String model) {
    List<ModelFileProvider> providers = fileProviders();
    for (ModelFileProvider provider : providers) {
      String prefix = provider.name() + ":";
      if (model.equals(provider.name()) || model.equals(prefix)) {
        throw new IllegalArgumentException(
            "model '" + model + "' needs a file: " + prefix + "/path/to/model.gguf");
      }
      if (model.startsWith(prefix)) {
        return new FileModel(provider, path(model.substring(prefix.length())));
      }
    }
    if (!model.endsWith(".gguf") && !model.contains("/")) {
      return null;
    }
    Path path = path(model);
    return providers.stream()
        .filter(provider -> provider.accepts(path))
        .findFirst()
        .map(provider -> new FileModel(provider, path))
        .orElse(null);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no path of a file: '" + text + "'", e);
    }
  }

  private static List<ModelFileProvider> fileProviders() {
    return ServiceLoader.load(ModelFileProvider.class, ModelHandlers.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ModelFileProvider::name))
        .toList();
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
                            ", ", providers.stream().map(ModelHandlerProvider::name).toList())
                        + fileForms()));
  }

  private static String fileForms() {
    Stream<String> files =
        fileProviders().stream().map(provider -> provider.name() + ":/path/to/model.gguf");
    Stream<String> services =
        serviceProviders().stream().map(provider -> provider.name() + ":PROFILE");
    return Stream.concat(files, services).map(form -> ", " + form).collect(Collectors.joining());
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
    public List<Window> windows() {
      return handler().windows();
    }

    @Override
    public Forecast forecast(Context context, QuestionSet questions) {
      return handler().forecast(context, questions);
    }

    @Override
    public Map<String, Object> account() {
      return handler().account();
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
