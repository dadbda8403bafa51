package org.unabridged.inference.remote.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.ServerSampling;

/** The YAML form of profiles: strict about keys, and precise about what is wrong where. */
final class ProfileYaml {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
  private static final List<String> KEYS =
      List.of(
          "name",
          "model",
          "window",
          "extended-window",
          "tokens",
          "thinking-tokens",
          "sampling",
          "endpoints",
          "dialect",
          "key-variable",
          "prices");
  private static final List<String> SAMPLING_KEYS =
      List.of(
          "temperature",
          "top-p",
          "top-k",
          "min-p",
          "presence-penalty",
          "repetition-penalty",
          "seed");
  private static final List<String> PRICE_KEYS = List.of("currency", "tiers", "gpu-hour", "gpus");
  private static final List<String> TIER_KEYS = List.of("up-to", "input", "cached", "output");

  private final String source;
  private final Path folder;

  private ProfileYaml(String source, Path folder) {
    this.source = source;
    this.folder = folder;
  }

  /** Reads profiles; relative paths in them belong to the folder. */
  static List<ModelProfile> parse(String source, Path folder, byte[] yaml) {
    return new ProfileYaml(source, folder).read(yaml);
  }

  private List<ModelProfile> read(byte[] yaml) {
    JsonNode root;
    try {
      root = MAPPER.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(source + ": not valid YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(source + ": cannot be read (" + e + ")", e);
    }
    checkKeys("the file", root, List.of("profiles"));
    if (!root.path("profiles").isArray()) {
      throw invalid("profiles", "must be a list of profiles");
    }
    List<ModelProfile> profiles = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : root.path("profiles")) {
      String path = "profiles[" + profiles.size() + "]";
      ModelProfile profile = profile(path, node);
      if (!names.add(profile.name())) {
        throw invalid(path, "there is a profile '" + profile.name() + "' already");
      }
      profiles.add(profile);
    }
    return profiles;
  }

  private ModelProfile profile(String path, JsonNode node) {
    checkKeys(path, node, KEYS);
    long window = whole(path, node, "window", null);
    String name = text(path, node, "name");
    return checked(
        path,
        () ->
            new ModelProfile(
                name,
                node.has("model") ? text(path, node, "model") : name,
                window,
                whole(path, node, "extended-window", window),
                tokens(path, node),
                Math.toIntExact(whole(path, node, "thinking-tokens", 0L)),
                sampling(path + ".sampling", node.path("sampling")),
                node.has("prices") ? prices(path + ".prices", node.path("prices")) : null,
                texts(path + ".endpoints", node.path("endpoints")),
                dialect(path, node),
                node.has("key-variable") ? text(path, node, "key-variable") : null));
  }

  private TokenSource tokens(String path, JsonNode node) {
    if (!node.has("tokens")) {
      return new TokenSource.Server();
    }
    String text = text(path, node, "tokens");
    return switch (text) {
      case "server" -> new TokenSource.Server();
      case "estimate" -> new TokenSource.Estimate();
      default -> new TokenSource.File(folder.resolve(text));
    };
  }

  private Dialect dialect(String path, JsonNode node) {
    String label = node.has("dialect") ? text(path, node, "dialect") : Dialect.OPENAI.label();
    return Arrays.stream(Dialect.values())
        .filter(dialect -> dialect.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    path + ".dialect",
                    "must be one of "
                        + String.join(
                            ", ", Arrays.stream(Dialect.values()).map(Dialect::label).toList())
                        + ", not '"
                        + label
                        + "'"));
  }

  private ServerSampling sampling(String path, JsonNode node) {
    ServerSampling greedy = ServerSampling.greedy();
    if (node.isMissingNode()) {
      return greedy;
    }
    checkKeys(path, node, SAMPLING_KEYS);
    return new ServerSampling(
        number(path, node, "temperature", greedy.temperature()),
        number(path, node, "top-p", greedy.topP()),
        Math.toIntExact(whole(path, node, "top-k", (long) greedy.topK())),
        number(path, node, "min-p", greedy.minP()),
        number(path, node, "presence-penalty", greedy.presencePenalty()),
        number(path, node, "repetition-penalty", greedy.repetitionPenalty()),
        node.has("seed") ? whole(path, node, "seed", null) : null);
  }

  private Prices prices(String path, JsonNode node) {
    checkKeys(path, node, PRICE_KEYS);
    if (node.has("tiers") && !node.path("tiers").isArray()) {
      throw invalid(path + ".tiers", "must be a list of prices");
    }
    List<Prices.Tier> tiers = new ArrayList<>();
    for (JsonNode tier : node.path("tiers")) {
      String at = path + ".tiers[" + tiers.size() + "]";
      checkKeys(at, tier, TIER_KEYS);
      tiers.add(
          checked(
              at,
              () ->
                  new Prices.Tier(
                      whole(at, tier, "up-to", Long.MAX_VALUE),
                      number(at, tier, "input", null),
                      number(at, tier, "cached", null),
                      number(at, tier, "output", null))));
    }
    String currency = text(path, node, "currency");
    return checked(path, () -> new Prices(currency, tiers, machine(path, node)));
  }

  private Prices.@Nullable Machine machine(String path, JsonNode node) {
    if (!node.has("gpu-hour")) {
      if (node.has("gpus")) {
        throw invalid(path + ".gpus", "needs gpu-hour, the price of one for an hour");
      }
      return null;
    }
    return new Prices.Machine(
        number(path, node, "gpu-hour", null), Math.toIntExact(whole(path, node, "gpus", 1L)));
  }

  private void checkKeys(String path, JsonNode node, List<String> allowed) {
    if (!node.isObject()) {
      throw invalid(path, "must be a mapping with keys among " + String.join(", ", allowed));
    }
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!allowed.contains(key)) {
        throw invalid(path, "unknown key '" + key + "'; allowed: " + String.join(", ", allowed));
      }
    }
  }

  private String text(String path, JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw invalid(path + "." + key, value.isMissingNode() ? "is required" : "must be text");
    }
    return value.textValue();
  }

  private List<String> texts(String path, JsonNode node) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : node) {
      if (!value.isTextual()) {
        throw invalid(path, "must be a list of texts");
      }
      texts.add(value.textValue());
    }
    if (!node.isMissingNode() && !node.isArray()) {
      throw invalid(path, "must be a list of texts");
    }
    return texts;
  }

  private long whole(String path, JsonNode node, String key, @Nullable Long otherwise) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() && otherwise != null) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw invalid(
          path + "." + key, value.isMissingNode() ? "is required" : "must be a whole number");
    }
    return value.longValue();
  }

  private double number(String path, JsonNode node, String key, @Nullable Double otherwise) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() && otherwise != null) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw invalid(path + "." + key, value.isMissingNode() ? "is required" : "must be a number");
    }
    return value.doubleValue();
  }

  private <T> T checked(String path, Supplier<T> construction) {
    try {
      return construction.get();
    } catch (Invalid e) {
      throw e;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw invalid(path, String.valueOf(e.getMessage()));
    }
  }

  private Invalid invalid(String path, String problem) {
    return new Invalid(source + ": " + path + ": " + problem);
  }

  /** A mistake whose place the message already says. */
  private static final class Invalid extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Invalid(String message) {
      super(message);
    }
  }
}
