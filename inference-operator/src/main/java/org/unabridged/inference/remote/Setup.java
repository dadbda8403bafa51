package org.unabridged.inference.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Budget;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ServerOptions;
import org.unabridged.inference.prompting.ContextText;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.profile.ModelProfile;
import org.unabridged.inference.remote.profile.ModelProfiles;
import org.unabridged.inference.remote.profile.Prices;
import org.unabridged.inference.remote.profile.TokenSource;
import org.unabridged.inference.remote.transport.Endpoint;
import org.unabridged.inference.remote.transport.HostPolicy;
import org.unabridged.inference.remote.transport.KeySource;
import org.unabridged.inference.remote.transport.ModelServer;
import org.unabridged.inference.remote.transport.ProxyServer;
import org.unabridged.inference.remote.transport.RetryPolicy;
import org.unabridged.inference.remote.transport.Transport;

/**
 * A profile and a run's options, joined and checked.
 *
 * @param profile what is known of the model
 * @param options what the run says
 */
record Setup(ModelProfile profile, ServerOptions options) {

  /**
   * Joins them.
   *
   * @throws IllegalArgumentException if there is no such profile, or they do not fit; the message
   *     says what to do
   */
  static Setup of(String profileName, ServerOptions options) {
    ModelProfiles profiles =
        ModelProfiles.with(options.profiles() == null ? null : Path.of(options.profiles()));
    Setup setup = new Setup(profiles.profile(profileName), options);
    setup.check();
    return setup;
  }

  private void check() {
    if (addresses().isEmpty()) {
      throw new IllegalArgumentException(
          "profile "
              + profile.name()
              + " has no endpoint: give the address of a server with --endpoint, such as"
              + " http://localhost:8000/v1");
    }
    if (options.proxy() == null
        && (options.proxyUserFile() != null || options.proxyUserVariable() != null)) {
      throw new IllegalArgumentException("there is a user for a proxy, but no proxy");
    }
    if (options.limits().maxCost() != null && profile.prices() == null) {
      throw new IllegalArgumentException(
          "a limit on cost needs prices, and profile " + profile.name() + " has none");
    }
    endpoints();
  }

  private List<String> addresses() {
    return options.endpoints().isEmpty() ? profile.endpoints() : options.endpoints();
  }

  private Dialect dialect() {
    String label = options.dialect();
    return label == null
        ? profile.dialect()
        : Arrays.stream(Dialect.values())
            .filter(dialect -> dialect.label().equals(label))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "dialect must be one of "
                            + String.join(
                                ", ", Arrays.stream(Dialect.values()).map(Dialect::label).toList())
                            + ", not '"
                            + label
                            + "'"));
  }

  private KeySource key() {
    return KeySource.of(
        options.keyFile(),
        options.keyVariable() != null ? options.keyVariable() : ownKeyVariable());
  }

  /** A profile's key belongs to the profile's endpoint and is sent to no other. */
  private @Nullable String ownKeyVariable() {
    return options.endpoints().isEmpty() ? profile.keyVariable() : null;
  }

  /** Where the model is, by growing windows. */
  private List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(endpoint(addresses(), profile.window()));
    if (!options.extendedEndpoints().isEmpty()) {
      endpoints.add(endpoint(options.extendedEndpoints(), profile.extendedWindow()));
    }
    return endpoints;
  }

  private Endpoint endpoint(List<String> addresses, long window) {
    List<URI> replicas = addresses.stream().map(Setup::address).toList();
    RetryPolicy retry = RetryPolicy.defaults();
    return Endpoint.of(replicas.get(0), dialect(), profile.model(), window)
        .withReplicas(replicas)
        .withKey(key())
        .withCertificates(options.certificates() == null ? null : Path.of(options.certificates()))
        .withProxy(proxy())
        .withRetry(options.fallback() == null ? retry : retry.withOutage(java.time.Duration.ZERO));
  }

  private @Nullable ProxyServer proxy() {
    return options.proxy() == null
        ? null
        : new ProxyServer(
            address(options.proxy()),
            KeySource.of(options.proxyUserFile(), options.proxyUserVariable()));
  }

  private static URI address(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is no address: " + e.getReason(), e);
    }
  }

  HostPolicy policy() {
    return switch (options.reach()) {
      case AIR_GAPPED -> HostPolicy.airGapped(options.privateHosts());
      case ANYWHERE -> HostPolicy.anywhere(options.privateHosts());
    };
  }

  /** Opens everything through a transport. */
  RemoteModel open(Transport transport, Budget budget) {
    List<Route> routes = new ArrayList<>();
    long ceiling =
        options.extendedEndpoints().isEmpty() ? profile.extendedWindow() : profile.window();
    for (Endpoint endpoint : endpoints()) {
      ModelServer server = transport.open(endpoint);
      routes.add(
          new Route(
              server, counter(server), endpoint.window(), Math.max(ceiling, endpoint.window())));
    }
    return new RemoteModel(
        description(), profile, routes, Asking.defaults(), budget, new UseClock(System::nanoTime));
  }

  private PromptCounter counter(ModelServer server) {
    TokenSource source = profile.tokens();
    if (source instanceof TokenSource.File file) {
      return FileCounter.open(file.path());
    }
    return source instanceof TokenSource.Server ? new ServerCounter(server) : new BoundCounter();
  }

  /** What the model is, without contacting anyone. */
  ModelDescription description() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("model on the server", profile.model());
    details.put("window, native", profile.window() + " tokens");
    details.put("window, extended", profile.extendedWindow() + " tokens");
    details.put("endpoints", String.join(", ", addresses()));
    if (!options.extendedEndpoints().isEmpty()) {
      details.put("endpoints, extended", String.join(", ", options.extendedEndpoints()));
    }
    Prices prices = profile.prices();
    if (prices != null) {
      details.put("prices", describe(prices));
    }
    return new ModelDescription(
        OpenAiProvider.NAME + ":" + profile.name(),
        dialect().label(),
        String.join(
            "-",
            profile.model(),
            ContextText.VERSION,
            org.unabridged.inference.normalization.ValueNormalizer.VERSION,
            Integer.toHexString(profile.sampling().hashCode()),
            Integer.toString(profile.thinkingTokens()),
            Asking.defaults().fingerprint()),
        profile.extendedWindow(),
        List.of(),
        details);
  }

  /** Prices in words. */
  static String describe(Prices prices) {
    List<String> tiers =
        prices.tiers().stream()
            .map(
                tier ->
                    "%s in, %s cached, %s out%s"
                        .formatted(
                            tier.input(),
                            tier.cached(),
                            tier.output(),
                            tier.upTo() == Long.MAX_VALUE
                                ? ""
                                : " up to " + tier.upTo() + " tokens"))
            .toList();
    List<String> parts = new ArrayList<>();
    if (!tiers.isEmpty()) {
      parts.add(String.join("; ", tiers) + " (" + prices.currency() + " per million tokens)");
    }
    if (prices.machine() != null) {
      parts.add(
          "%s %s an hour for each of %d GPUs"
              .formatted(prices.machine().gpuHour(), prices.currency(), prices.machine().gpus()));
    }
    return String.join("; ", parts);
  }
}
