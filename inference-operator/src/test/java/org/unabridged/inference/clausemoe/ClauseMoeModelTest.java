package org.unabridged.inference.clausemoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.tokenizer.TokenSequence;
import org.unabridged.inference.weights.GgufFile;
import org.unabridged.inference.weights.GgufWriter;

/** The forward pass on a tiny model of odd sizes, against its twin in double precision. */
class ClauseMoeModelTest {

  @TempDir static Path folder;

  private static TinyModel twin;
  private static GgufFile file;
  private static ClauseMoeModel model;

  @BeforeAll
  static void write() throws IOException {
    twin = new TinyModel();
    file = GgufFile.open(twin.write(folder));
    model = ClauseMoeModel.read(file, FloatKernels.best());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 3, 5, 6, 7, 63, 64, 65, 127, 128, 129, 383, 384, 385, 767, 768, 769, 1540})
  void equalsTheTwinAtEveryLength(int length) {
    TokenSequence tokens = tokens(length);
    double[][] expected = twin.forward(tokens.ids());
    for (FloatKernels kernels :
        List.of(FloatKernels.best(), FloatKernels.vector(), FloatKernels.scalar())) {
      float[][] logits = logits(ClauseMoeModel.read(file, kernels), tokens, 2);
      assertThat(logits).hasDimensions(length, length == 0 ? 0 : TinyModel.LABELS.size());
      for (int t = 0; t < length; t++) {
        for (int type = 0; type < logits[t].length; type++) {
          assertThat((double) logits[t][type])
              .as("%s, token %d, type %d", kernels.name(), t, type)
              .isCloseTo(expected[t][type], within(1e-3));
        }
      }
    }
  }

  @Test
  void computesTheSameBitsWithAnyNumberOfThreadsAndAnySizeOfTasks() {
    TokenSequence tokens = tokens(1000);
    float[][] expected = logits(model, tokens, 1);
    for (int threads : new int[] {2, 3, 5, 8}) {
      assertThat(logits(model, tokens, threads)).as("%d threads", threads).isDeepEqualTo(expected);
    }
    for (int rows : new int[] {6, 12, 66, 498, 1002, 3000}) {
      assertThat(logits(model.withTaskRows(rows), tokens, 2))
          .as("%d rows", rows)
          .isDeepEqualTo(expected);
    }
  }

  @Test
  void computesTheSameBitsWhileOtherCallsRun() throws Exception {
    TokenSequence tokens = tokens(700);
    float[][] expected = logits(model, tokens, 1);
    ExecutorService callers = Executors.newFixedThreadPool(6);
    try (Workers workers = new Workers(3)) {
      List<Future<float[][]>> calls = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        calls.add(callers.submit(() -> logits(model, tokens, workers)));
      }
      for (Future<float[][]> call : calls) {
        assertThat(call.get()).isDeepEqualTo(expected);
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void everyTokenIsSeenFromEveryOther() {
    TokenSequence tokens = tokens(3000);
    TokenSequence changed = model.tokenizer().encode("#" + text(3000).substring(1));
    TokenSequence changedLast = model.tokenizer().encode(text(3000).substring(0, 2999) + "#");
    float[][] logits = logits(model, tokens, 2);
    // random decays forget slowly enough for a change to show at a distance, in both directions
    assertThat(logits(model, changed, 2)[40]).isNotEqualTo(logits[40]);
    assertThat(logits(model, changedLast, 2)[2959]).isNotEqualTo(logits[2959]);
  }

  @Test
  void handsOnTheTokensInOrder() {
    TokenSequence tokens = tokens(2000);
    List<Integer> order = new ArrayList<>();
    try (Workers workers = new Workers(3);
        Workers.Lease lease = workers.lease()) {
      model.read(tokens, lease, (token, logits, offset) -> order.add(token));
    }
    assertThat(order).hasSize(2000).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void needsMemoryInProportionToTheText() {
    // on one thread all memory is the caller's, whose allocations the JVM counts; the vector
    // kernels
    // would add what the interpreter boxes
    ClauseMoeModel scalar = ClauseMoeModel.read(file, FloatKernels.scalar());
    try (Workers workers = new Workers(1)) {
      long half = allocatedFor(scalar, tokens(20_000), workers);
      long whole = allocatedFor(scalar, tokens(100_000), workers);
      // the hidden state, and nothing else that grows
      assertThat((whole - half) / 80_000.0).isBetween(4.0 * TinyModel.WIDTH, 6.0 * TinyModel.WIDTH);
    }
  }

  private static long allocatedFor(ClauseMoeModel single, TokenSequence tokens, Workers workers) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int[] seen = new int[1];
    try (Workers.Lease lease = workers.lease()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      single.read(tokens, lease, (token, logits, offset) -> seen[0]++);
      assertThat(seen[0]).isEqualTo(tokens.size());
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }

  @Test
  void refusesAnotherArchitecture() throws IOException {
    Path path = folder.resolve("other.gguf");
    Files.write(path, new GgufWriter().string("general.architecture", "llama").toBytes());
    GgufFile other = GgufFile.open(path);
    assertThatThrownBy(() -> ClauseMoeModel.read(other, FloatKernels.scalar()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(path + ": architecture llama, not clause-moe");
  }

  static TokenSequence tokens(int length) {
    TokenSequence tokens = model.tokenizer().encode(text(length));
    assertThat(tokens.size()).isEqualTo(length);
    return tokens;
  }

  private static String text(int length) {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('!' + random.nextInt(94)));
    }
    return text.toString();
  }

  private static float[][] logits(ClauseMoeModel model, TokenSequence tokens, int threads) {
    try (Workers workers = new Workers(threads)) {
      return logits(model, tokens, workers);
    }
  }

  private static float[][] logits(ClauseMoeModel model, TokenSequence tokens, Workers workers) {
    int types = model.labels().size();
    float[][] all = new float[tokens.size()][types];
    try (Workers.Lease lease = workers.lease()) {
      model.read(
          tokens,
          lease,
          (token, logits, offset) -> System.arraycopy(logits, offset, all[token], 0, types));
    }
    return all;
  }
}
