package org.unabridged.inference.qwen35;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.unabridged.inference.CacheFormat;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelFileProvider;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.ModelSpeed;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.inference.decoding.Generator;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.prompting.ChatPrompt;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.tokenizer.ModelTokenizer;
import org.unabridged.inference.weights.FileFingerprint;
import org.unabridged.inference.weights.WeightFile;
import org.unabridged.inference.weights.WeightFormatException;

/** Makes models of the Qwen3.5 family available that the user has as GGUF files or checkpoints. */
public final class Qwen35Provider implements ModelFileProvider {

  static final String NAME = "qwen3.5";

  private static final int TRIAL_READ = 512;
  private static final int TRIAL_WRITTEN = 16;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean accepts(Path file) {
    return isCheckpoint(file)
        || !Files.isDirectory(file) && String.valueOf(file.getFileName()).endsWith(".gguf");
  }

  private static boolean isCheckpoint(Path path) {
    return Files.isRegularFile(path.resolve("config.json"));
  }

  @Override
  public ModelDescription describe(Path path, RuntimeOptions options) {
    WeightFile file = weights(path);
    TensorKernels kernels = TensorKernels.best();
    try (Workers workers = new Workers(1)) {
      return describe(file, models(file, options.cache(), kernels, workers), kernels);
    }
  }

  @Override
  public ModelHandler open(Path path, RuntimeOptions options) {
    WeightFile file = weights(path);
    TensorKernels kernels = TensorKernels.of(options.kernels());
    Workers workers = new Workers(options.threads());
    try {
      List<Qwen35Model> models = models(file, options.cache(), kernels, workers);
      TokenizerTokens tokens = tokens(file);
      Generator generator = generator(models.get(0), file, tokens);
      List<Profile> profiles =
          models.stream()
              .map(model -> new Profile(model, generator.with(model), model::checkMemory))
              .toList();
      return new Qwen35Handler(
          describe(file, models, kernels),
          profiles,
          tokens,
          ReadingOptions.defaults(),
          workers::close);
    } catch (RuntimeException e) {
      workers.close();
      throw e;
    }
  }

  @Override
  public ModelSpeed measure(Path path, RuntimeOptions options) {
    WeightFile file = weights(path);
    TensorKernels kernels = TensorKernels.of(options.kernels());
    try (Workers workers = new Workers(options.threads())) {
      Qwen35Model model = models(file, options.cache(), kernels, workers).get(0);
      trial(model, kernels, options);
      return trial(model, kernels, options);
    }
  }

  private static ModelSpeed trial(
      Qwen35Model model, TensorKernels kernels, RuntimeOptions options) {
    int length = (int) Math.min(TRIAL_READ, model.window() / 2);
    int[] tokens = new int[length];
    Arrays.setAll(tokens, i -> (i * 7919 + 11) % model.vocabularySize());
    try (Sequence sequence = model.start()) {
      long started = System.nanoTime();
      sequence.append(tokens);
      long read = System.nanoTime();
      for (int i = 0; i < TRIAL_WRITTEN; i++) {
        sequence.append(new int[] {tokens[i]});
      }
      double written = (System.nanoTime() - read) / 1e9;
      return new ModelSpeed(
          "embedded-" + kernels.name(),
          options.threads(),
          length,
          length / ((read - started) / 1e9),
          TRIAL_WRITTEN,
          TRIAL_WRITTEN / written);
    }
  }

  private static WeightFile weights(Path path) {
    if (!Files.isRegularFile(path) && !isCheckpoint(path)) {
      throw new IllegalArgumentException(
          "no model file at "
              + path
              + ": give the path of a GGUF file of the Qwen3.5 family, or of the folder of a"
              + " checkpoint with its config.json, as in "
              + NAME
              + ":/path/to/model.gguf");
    }
    try {
      WeightFile file = WeightFile.open(path);
      Qwen35Configuration.read(file);
      return file;
    } catch (WeightFormatException e) {
      throw unusable(e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** The tokens and marks of the file; without them nothing can be said to the model. */
  private static TokenizerTokens tokens(WeightFile file) {
    if (!ModelTokenizer.isIn(file)) {
      throw new IllegalArgumentException(
          file.path()
              + " has no tokenizer: "
              + NAME
              + " takes it from the GGUF file, or from tokenizer.json beside a checkpoint");
    }
    try {
      return new TokenizerTokens(ModelTokenizer.read(file));
    } catch (WeightFormatException e) {
      throw unusable(e);
    }
  }

  private static Generator generator(Qwen35Model model, WeightFile file, TokenizerTokens tokens) {
    try {
      return new Generator(model, tokens.bytes(), new ChatPrompt(tokens).stops());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file.path() + ": its tokenizer is not one of the Qwen3.5 family: " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException unusable(WeightFormatException e) {
    return new IllegalArgumentException(
        e.getMessage() + "; " + NAME + " runs text models of the Qwen3.5 family", e);
  }

  /** The model with its own window, then, if that can be extended, with the longer one. */
  private static List<Qwen35Model> models(
      WeightFile file, CacheFormat cache, TensorKernels kernels, Workers workers) {
    Qwen35Options options = Qwen35Options.defaults().withCacheFormat(cacheFormat(cache));
    try {
      Qwen35Model natively = Qwen35Model.of(file, options, kernels, workers);
      return Stream.of(natively, natively.extended()).distinct().toList();
    } catch (WeightFormatException e) {
      throw unusable(e);
    }
  }

  private static BlockFormat cacheFormat(CacheFormat cache) {
    return switch (cache) {
      case F16 -> BlockFormat.F16;
      case Q8_0 -> BlockFormat.Q8_0;
    };
  }

  private static ModelDescription describe(
      WeightFile file, List<Qwen35Model> models, TensorKernels kernels) {
    try {
      return Qwen35Description.of(
          file,
          models.get(0),
          models.get(models.size() - 1),
          kernels,
          FileFingerprint.of(file.path()),
          ReadingOptions.defaults());
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file.path() + ": " + e.getMessage(), e);
    }
  }
}
