package org.unabridged.inference.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Kernels;
import org.unabridged.inference.RuntimeOptions;

/**
 * What to measure.
 *
 * @param runtime threads and kernels
 * @param lengths tokens of each document
 * @param repeats passes over each
 * @param text file whose text is read; null for text made up by a seeded generator
 * @param reference logits of that text from another engine, as a numpy file; null for none
 */
record BenchmarkOptions(
    RuntimeOptions runtime,
    List<Integer> lengths,
    int repeats,
    @Nullable Path text,
    @Nullable Path reference) {

  static final String USAGE =
      "usage: RuntimeBenchmark [--tokens N,N,...] [--threads N] [--kernels auto|vector|scalar]"
          + " [--repeats N] [--text FILE [--reference LOGITS.npy]]";

  BenchmarkOptions {
    lengths = List.copyOf(lengths);
    if (repeats < 1) {
      throw new IllegalArgumentException("--repeats must be at least 1, not " + repeats);
    }
    if (reference != null && text == null) {
      throw new IllegalArgumentException("--reference needs --text");
    }
  }

  static BenchmarkOptions parse(String... arguments) {
    BenchmarkOptions options =
        new BenchmarkOptions(RuntimeOptions.defaults(), List.of(10_000, 100_000), 3, null, null);
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE);
    }
    for (int i = 0; i < arguments.length; i += 2) {
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private BenchmarkOptions with(String name, String value) {
    return switch (name) {
      case "--tokens" ->
          new BenchmarkOptions(
              runtime,
              Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList(),
              repeats,
              text,
              reference);
      case "--threads" -> withRuntime(runtime.withThreads(Integer.parseInt(value)));
      case "--kernels" ->
          withRuntime(runtime.withKernels(Kernels.valueOf(value.toUpperCase(Locale.ROOT))));
      case "--repeats" ->
          new BenchmarkOptions(runtime, lengths, Integer.parseInt(value), text, reference);
      case "--text" -> new BenchmarkOptions(runtime, lengths, repeats, Path.of(value), reference);
      case "--reference" -> new BenchmarkOptions(runtime, lengths, repeats, text, Path.of(value));
      default -> throw new IllegalArgumentException(name + " is unknown; " + USAGE);
    };
  }

  private BenchmarkOptions withRuntime(RuntimeOptions newRuntime) {
    return new BenchmarkOptions(newRuntime, lengths, repeats, text, reference);
  }
}
