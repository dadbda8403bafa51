package org.unabridged.inference.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Kernels;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.qwen35.Qwen35Model;
import org.unabridged.inference.qwen35.Qwen35Options;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.WeightFile;

/**
 * Measures a model: tokens per second of reading contexts of several lengths and of the steps that
 * follow, of one sequence and of several at once, and memory beside the prediction. Tokens per
 * second that a processor worked, with one thread, hold on a busy machine too. Checks on the way
 * that logits are numbers, that every repetition gives the same bits, and that one step of several
 * sequences chooses as they choose alone.
 */
public final class Qwen35Benchmark {

  static final String USAGE =
      "usage: Qwen35Benchmark FILE [--prefill N,N,...] [--decode STEPS] [--together SEQUENCES]"
          + " [--repeats N] [--threads N] [--kernels auto|native|native_bytes|native_float|vector|scalar]"
          + " [--cache F16|Q8_0|F32] [--window native|extended] [--block ROWS]";

  private static final int WARM_UP_TOKENS = 512;

  private final PrintStream out;
  private final Path file;
  private List<Integer> prefill = List.of(512, 8192);
  private int steps = 32;
  private int together = 4;
  private int repeats = 1;
  private int threads = Runtime.getRuntime().availableProcessors();
  private Kernels kernels = Kernels.AUTO;
  private Qwen35Options options = Qwen35Options.defaults();
  private long residentBefore;

  private Qwen35Benchmark(Path file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  /** See {@link #USAGE}. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length % 2 != 1) {
      throw new IllegalArgumentException(USAGE);
    }
    Qwen35Benchmark benchmark = new Qwen35Benchmark(Path.of(arguments[0]), System.out);
    for (int i = 1; i < arguments.length; i += 2) {
      benchmark.set(arguments[i], arguments[i + 1]);
    }
    benchmark.run();
  }

  private void set(String name, String value) {
    switch (name) {
      case "--prefill" ->
          prefill = Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
      case "--decode" -> steps = Integer.parseInt(value);
      case "--together" -> together = Integer.parseInt(value);
      case "--repeats" -> repeats = Integer.parseInt(value);
      case "--threads" -> threads = Integer.parseInt(value);
      case "--kernels" -> kernels = Kernels.valueOf(value.toUpperCase(Locale.ROOT));
      case "--cache" -> options = options.withCacheFormat(BlockFormat.valueOf(value));
      case "--block" -> options = options.withBlockRows(Integer.parseInt(value));
      case "--window" ->
          options =
              options.withWindow(Qwen35Options.Window.valueOf(value.toUpperCase(Locale.ROOT)));
      default -> throw new IllegalArgumentException(name + " is unknown; " + USAGE);
    }
  }

  private void run() throws IOException {
    try (Workers workers = new Workers(threads)) {
      TensorKernels computing = TensorKernels.of(kernels);
      Qwen35Model model = Qwen35Model.of(WeightFile.open(file), options, computing, workers);
      print(
          "%s; kernels %s, %d threads, cache %s, blocks of %d, window %d; Java %s, %s, %d processors",
          file.getFileName(),
          computing.name(),
          threads,
          options.cacheFormat(),
          options.blockRows(),
          model.window(),
          System.getProperty("java.version"),
          System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors());
      warmUp(model);
      residentBefore = PeakMemory.residentBytes();
      for (int length : prefill) {
        measure(model, length);
      }
    }
    print("peak resident memory %s", PeakMemory.describe());
  }

  private void warmUp(Qwen35Model model) {
    try (Sequence sequence = model.start()) {
      sequence.append(tokens(model, WARM_UP_TOKENS));
      for (int i = 0; i < 8; i++) {
        sequence.append(new int[] {best(sequence.logits())});
      }
    }
  }

  private void measure(Qwen35Model model, int length) throws IOException {
    int[] tokens = tokens(model, length);
    float[] first = null;
    for (int i = 0; i < repeats; i++) {
      try (Sequence sequence = model.start()) {
        double processors = ProcessorTime.seconds();
        long started = System.nanoTime();
        sequence.append(tokens);
        float[] logits = sequence.logits();
        double seconds = seconds(started);
        processors = ProcessorTime.seconds() - processors;
        // memory of contexts that are closed is used again, so it counts for this one
        long grown = PeakMemory.residentBytes() - residentBefore;
        print(
            "prefill %d: %.2f s, %.1f tokens/s, %.1f per second of a processor",
            length, seconds, length / seconds, length / processors);
        print(
            "  memory: %,d bytes predicted, %,d more resident than before the first",
            model.memoryNeeded(length), grown);
        check(logits, first);
        first = logits.clone();
        if (length + steps <= model.window()) {
          decode(model, sequence);
        } else {
          print("  no steps measured: the window is full");
        }
      }
    }
  }

  private static void check(float[] logits, float @Nullable [] first) {
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new IllegalStateException("a logit is " + logit);
      }
    }
    if (first != null && !Arrays.equals(first, logits)) {
      throw new IllegalStateException("a repetition gave other logits");
    }
  }

  private void decode(Qwen35Model model, Sequence sequence) {
    List<Sequence> forks = new ArrayList<>();
    for (int i = 0; i < together; i++) {
      forks.add(sequence.fork());
    }
    int[] alone = new int[steps];
    long started = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      alone[i] = best(sequence.logits());
      sequence.append(new int[] {alone[i]});
    }
    double seconds = seconds(started);
    print("  decode %d steps: %.2f tokens/s", steps, steps / seconds);
    started = System.nanoTime();
    int agreeing = 0;
    for (int i = 0; i < steps; i++) {
      int[] chosen = forks.stream().mapToInt(fork -> best(fork.logits())).toArray();
      agreeing += chosen[0] == alone[i] ? 1 : 0;
      model.appendEach(forks, chosen);
    }
    seconds = seconds(started);
    print(
        "  decode %d at once: %.2f tokens/s; %d of %d steps choose as alone",
        together, steps * together / seconds, agreeing, steps);
    forks.forEach(Sequence::close);
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  /** The same for every engine that is compared. */
  private static int[] tokens(Qwen35Model model, int length) {
    int[] tokens = new int[length];
    for (int i = 0; i < length; i++) {
      tokens[i] = (int) ((7L * i * i + 13L * i + 5) % Math.min(1000, model.vocabularySize()));
    }
    return tokens;
  }

  private static double seconds(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
