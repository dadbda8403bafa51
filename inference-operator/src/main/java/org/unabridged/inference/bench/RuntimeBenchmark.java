package org.unabridged.inference.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.inference.clausemoe.TokenScorer;
import org.unabridged.inference.tokenizer.TokenSequence;

/**
 * Measures the bundled model: tokens per second of whole passes from token ids to scores, the first
 * pass of a fresh JVM apart, and peak memory. Checks that every pass gives the same bits, on one
 * thread too, and on request that the logits of a text equal those of another engine.
 */
public final class RuntimeBenchmark {

  /** The length of a short contract, for the first pass. */
  private static final int SHORT = 5_000;

  private static final long SEED = 1;

  /** Beyond it repeating a pass on one thread would take minutes. */
  private static final int SINGLE_THREAD_CHECK = 20_000;

  private final BenchmarkOptions options;
  private final PrintStream out;

  private RuntimeBenchmark(BenchmarkOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** See {@link BenchmarkOptions#USAGE}. */
  public static void main(String[] arguments) throws IOException {
    new RuntimeBenchmark(BenchmarkOptions.parse(arguments), System.out).run();
  }

  private void run() throws IOException {
    long started = System.nanoTime();
    try (TokenScorer scorer = TokenScorer.open(options.runtime())) {
      print("load %.2f s", seconds(started));
      printMachine(scorer);
      measureFirst(scorer);
      Path reference = options.reference();
      if (reference != null) {
        compare(scorer, NumpyArray.open(reference));
      } else {
        for (int length : options.lengths()) {
          measure(scorer, length);
        }
      }
    }
    print("peak resident memory %s", PeakMemory.describe());
  }

  private void printMachine(TokenScorer scorer) {
    print(
        "Java %s, %s %s, %d processors; kernels %s, %d threads; heap at most %d MiB; seed %d",
        System.getProperty("java.version"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        scorer.kernels(),
        options.runtime().threads(),
        Runtime.getRuntime().maxMemory() >> 20,
        SEED);
  }

  private void measureFirst(TokenScorer scorer) throws IOException {
    TokenSequence tokens = scorer.encode(text(SHORT));
    long started = System.nanoTime();
    checksum(scorer, tokens);
    double seconds = seconds(started);
    print(
        "first pass of this JVM: %d tokens in %.2f s, %.0f tokens/s",
        tokens.size(), seconds, tokens.size() / seconds);
  }

  private void measure(TokenScorer scorer, int length) throws IOException {
    long started = System.nanoTime();
    TokenSequence tokens = scorer.encode(text(length));
    double tokenising = tokens.size() / seconds(started);
    long checksum = 0;
    double best = 0;
    double sum = 0;
    for (int repeat = 0; repeat < options.repeats(); repeat++) {
      started = System.nanoTime();
      long bits = checksum(scorer, tokens);
      double seconds = seconds(started);
      best = Math.max(best, tokens.size() / seconds);
      sum += seconds;
      require(repeat == 0 || bits == checksum, "two passes differ");
      checksum = bits;
    }
    print(
        "%d tokens: best %.0f, mean %.0f tokens/s of %d passes; tokenising %.0f tokens/s;"
            + " checksum %08x in all",
        tokens.size(),
        best,
        tokens.size() * options.repeats() / sum,
        options.repeats(),
        tokenising,
        checksum);
    if (options.runtime().threads() > 1 && length <= SINGLE_THREAD_CHECK) {
      checkSingleThread(tokens, checksum);
    }
  }

  private void checkSingleThread(TokenSequence tokens, long checksum) throws IOException {
    RuntimeOptions single = options.runtime().withThreads(1);
    try (TokenScorer scorer = TokenScorer.open(single)) {
      require(checksum(scorer, tokens) == checksum, "one thread gives another result");
      print("  the same on one thread");
    }
  }

  private void compare(TokenScorer scorer, NumpyArray reference) throws IOException {
    TokenSequence tokens = scorer.encode(text(Integer.MAX_VALUE));
    require(
        reference.rows() == tokens.size() && reference.columns() == scorer.types(),
        "the reference has " + reference.rows() + " tokens, the text " + tokens.size());
    double[] worst = new double[1];
    double[] squares = new double[1];
    scorer.score(
        tokens,
        (token, logits, offset) -> {
          for (int type = 0; type < reference.columns(); type++) {
            double difference = Math.abs(logits[offset + type] - reference.get(token, type));
            worst[0] = Math.max(worst[0], difference);
            squares[0] += difference * difference;
          }
        });
    print(
        "%d tokens, %d logits each: largest difference to the reference %.2e, root mean square"
            + " %.2e",
        tokens.size(),
        scorer.types(),
        worst[0],
        Math.sqrt(squares[0] / ((double) reference.rows() * reference.columns())));
    require(worst[0] <= 1e-3, "the largest difference is above 1e-3");
  }

  /** A fingerprint of every bit of every score. */
  private static long checksum(TokenScorer scorer, TokenSequence tokens) {
    CRC32 checksum = new CRC32();
    byte[] row = new byte[scorer.types() * Float.BYTES];
    int[] seen = new int[1];
    scorer.score(
        tokens,
        (token, logits, offset) -> {
          for (int type = 0; type < scorer.types(); type++) {
            int bits = Float.floatToIntBits(logits[offset + type]);
            for (int i = 0; i < Float.BYTES; i++) {
              row[type * Float.BYTES + i] = (byte) (bits >> (Byte.SIZE * i));
            }
          }
          checksum.update(row);
          seen[0]++;
        });
    require(seen[0] == tokens.size(), "only " + seen[0] + " tokens were scored");
    return checksum.getValue();
  }

  /** About as many tokens of text: from the file, again and again, or made up. */
  private String text(int tokens) throws IOException {
    Path file = options.text();
    if (file == null) {
      return SyntheticText.ofTokens(tokens, new Random(SEED));
    }
    String text = Normalizer.normalize(Files.readString(file), Normalizer.Form.NFC);
    if (tokens == Integer.MAX_VALUE) {
      return text;
    }
    int characters = Math.multiplyExact(tokens, SyntheticText.CHARACTERS_PER_TOKEN);
    return text.repeat(characters / text.length() + 1).substring(0, characters);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }

  private static double seconds(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
