package org.unabridged.inference.remote.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Profiles by name: those that come with the program, and a user's own, which come first. In YAML:
 *
 * <pre>
 * profiles:
 *   - name: our-qwen                  # chosen as openai:our-qwen
 *     model: Qwen/Qwen3.5-35B-A3B     # what the server calls it
 *     window: 262144
 *     extended-window: 1010000        # optional: with scaled positions
 *     tokens: server                  # server, estimate, or the path of a model file
 *     thinking-tokens: 0              # optional; 0, the default, turns reasoning off
 *     sampling: {temperature: 0}      # optional: temperature, top-p, top-k, min-p,
 *                                     # presence-penalty, repetition-penalty, seed
 *     endpoints: [http://localhost:8000/v1]   # optional
 *     dialect: vllm                   # vllm, sglang, llama-server, ollama, model-studio, openai
 *     key-variable: OUR_KEY           # optional
 *     prices:                         # optional: per million tokens
 *       currency: USD
 *       tiers:
 *         - {up-to: 262144, input: 0.4, cached: 0.08, output: 2.4}
 *         - {input: 0.5, cached: 0.1, output: 3}
 * </pre>
 *
 * Any other key is an error.
 */
public final class ModelProfiles {
  private static final long MAXIMUM_FILE_BYTES = 1 << 20;

  private final Map<String, ModelProfile> byName;

  private ModelProfiles(Map<String, ModelProfile> byName) {
    this.byName = byName;
  }

  /** Those that come with the program. */
  public static ModelProfiles shipped() {
    return Shipped.PROFILES;
  }

  /**
   * Those that come with the program, and those of a file.
   *
   * @param file null for none
   * @throws IllegalArgumentException if it is missing or holds anything that is not allowed; the
   *     message says where
   */
  public static ModelProfiles with(@Nullable Path file) {
    if (file == null) {
      return shipped();
    }
    Map<String, ModelProfile> all = new LinkedHashMap<>(shipped().byName);
    try {
      if (Files.size(file) > MAXIMUM_FILE_BYTES) {
        throw new IllegalArgumentException(
            file + ": larger than " + MAXIMUM_FILE_BYTES + " bytes, which no profiles need");
      }
      Path folder = file.toAbsolutePath().resolveSibling("");
      ProfileYaml.parse(file.toString(), folder, Files.readAllBytes(file))
          .forEach(profile -> all.put(profile.name(), profile));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read (" + e + ")", e);
    }
    return new ModelProfiles(all);
  }

  /** All names, sorted. */
  public List<String> names() {
    return byName.keySet().stream().sorted().toList();
  }

  /** All profiles, by name. */
  public List<ModelProfile> all() {
    return names().stream().map(this::profile).toList();
  }

  /**
   * A profile by its name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public ModelProfile profile(String name) {
    ModelProfile profile = byName.get(name);
    if (profile == null) {
      throw new IllegalArgumentException(
          "no model profile '"
              + name
              + "'; there are "
              + String.join(", ", names())
              + "; describe another model in a file given with --profiles");
    }
    return profile;
  }

  /** Loaded on first use. */
  private static final class Shipped {
    static final ModelProfiles PROFILES = load();

    private static ModelProfiles load() {
      try (InputStream resource = ModelProfiles.class.getResourceAsStream("profiles.yaml")) {
        if (resource == null) {
          throw new IllegalStateException("profiles.yaml is missing from the class path");
        }
        Map<String, ModelProfile> profiles = new LinkedHashMap<>();
        List<ModelProfile> read =
            new ArrayList<>(
                ProfileYaml.parse("profiles.yaml", Path.of(""), resource.readAllBytes()));
        read.forEach(profile -> profiles.put(profile.name(), profile));
        return new ModelProfiles(profiles);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
