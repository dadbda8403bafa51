package org.unabridged.inference.qwen35;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.inference.bench.ModelGenerator;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.SmallPieces;
import org.unabridged.inference.weights.WeightFile;

class Qwen35ModelTest {

  private static final Qwen35Options EXACT =
      Qwen35Options.defaults().withCacheFormat(BlockFormat.F32);

  @TempDir private Path directory;

  private final Workers workers = new Workers(2);

  @AfterEach
  void endThreads() {
    workers.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 4096})
  void readsInBlocksOfAnySize(int rows) throws IOException {
    int[] tokens = tokens(rows == 1 ? 70 : 700);
    float[] expected = logits(model(TinyQwen35.MOE, EXACT, workers), tokens);
    float[] actual = logits(model(TinyQwen35.MOE, EXACT.withBlockRows(rows), workers), tokens);
    assertThat(difference(expected, actual)).isLessThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({"F16, 0.01", "Q8_0, 0.5"})
  void keepsASmallerCacheAtSomeCost(BlockFormat cache, double tolerance) throws IOException {
    int[] tokens = tokens(600);
    float[] expected = logits(model(TinyQwen35.DENSE, EXACT, workers), tokens);
    float[] actual =
        logits(
            model(TinyQwen35.DENSE, Qwen35Options.defaults().withCacheFormat(cache), workers),
            tokens);
    assertThat(difference(expected, actual)).isPositive().isLessThan(tolerance);
  }

  @Test
  void givesTheSameBitsInParallelAndOnAnyNumberOfThreads() throws IOException {
    int[] first = tokens(300);
    int[] second = tokens(400);
    Qwen35Model model = model(TinyQwen35.MOE, Qwen35Options.defaults(), workers);
    float[] firstAlone = logits(model, first);
    float[] secondAlone = logits(model, second);
    for (int i = 0; i < 3; i++) {
      CompletableFuture<float[]> other = CompletableFuture.supplyAsync(() -> logits(model, first));
      assertThat(logits(model, second)).isEqualTo(secondAlone);
      assertThat(other.join()).isEqualTo(firstAlone);
    }
    for (int threads : new int[] {1, 3}) {
      try (Workers others = new Workers(threads)) {
        Qwen35Model again = model(TinyQwen35.MOE, Qwen35Options.defaults(), others);
        assertThat(logits(again, first)).isEqualTo(firstAlone);
      }
    }
  }

  /** As those of more than 2 GiB do. */
  @Test
  void readsEmbeddingsAndHeadInPieces() throws IOException {
    Path file = directory.resolve("narrow.gguf");
    ModelGenerator.main(new String[] {"narrow", "F32", file.toString()});
    WeightFile pieces = SmallPieces.open(file, 100_000);
    assertThat(pieces.tensor("token_embd.weight").stored()).hasSize(3);
    assertThat(pieces.tensor("output.weight").stored()).hasSize(3);
    int[] tokens = tokens(100);
    tokens[50] = 1023;
    Qwen35Options options = Qwen35Options.defaults();
    for (TensorKernels kernels : List.of(TensorKernels.best(), TensorKernels.scalar())) {
      float[] expected =
          logits(Qwen35Model.of(WeightFile.open(file), options, kernels, workers), tokens);
      assertThat(logits(Qwen35Model.of(pieces, options, kernels, workers), tokens))
          .isEqualTo(expected);
    }
  }

  @Test
  void forksGoOnIndependentlyAcrossSegments() throws IOException {
    Qwen35Model model = model(TinyQwen35.DENSE, Qwen35Options.defaults(), workers);
    int[] tokens = tokens(1200);
    for (int cut : new int[] {511, 512, 513, 1024}) {
      try (Sequence parent = model.start()) {
        parent.append(Arrays.copyOf(tokens, cut));
        float[] before = parent.logits().clone();
        Sequence fork = parent.fork();
        assertThat(fork.length()).isEqualTo(cut);
        assertThat(fork.logits()).isEqualTo(before);
        int[] rest = Arrays.copyOfRange(tokens, cut, cut + 60);
        fork.append(new int[] {1, 2, 3});
        parent.append(rest);
        try (Sequence straight = model.start()) {
          straight.append(Arrays.copyOf(tokens, cut));
          straight.append(rest);
          assertThat(parent.logits()).isEqualTo(straight.logits());
        }
        // what the parent no longer holds must stay the fork's
        parent.close();
        try (Sequence reuser = model.start()) {
          reuser.append(tokens(1200));
        }
        fork.append(rest);
        try (Sequence straight = model.start()) {
          straight.append(Arrays.copyOf(tokens, cut));
          straight.append(new int[] {1, 2, 3});
          straight.append(rest);
          assertThat(fork.logits()).isEqualTo(straight.logits());
        }
        fork.close();
      }
    }
  }

  @Test
  void usesMemoryOfClosedSequencesAgain() throws IOException {
    Qwen35Model model = model(TinyQwen35.DENSE, Qwen35Options.defaults(), workers);
    for (int i = 0; i < 3; i++) {
      Sequence sequence = model.start();
      sequence.append(tokens(1100));
      Sequence fork = sequence.fork();
      sequence.close();
      sequence.close();
      fork.close();
    }
    // three segments and the fork's copy of the last, in two layers
    assertThat(model.pool().idle()).isEqualTo(2 * (3 + 1));
  }

  @Test
  void refusesWhatCannotBeRead() throws IOException {
    Qwen35Model model = model(TinyQwen35.DENSE.withWindow(100), Qwen35Options.defaults(), workers);
    Sequence sequence = model.start();
    assertThatThrownBy(sequence::logits)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing has been read yet");
    sequence.append(tokens(90));
    float[] before = sequence.logits().clone();
    assertThatThrownBy(() -> sequence.append(new int[0])).hasMessage("no tokens to append");
    assertThatThrownBy(() -> sequence.append(new int[] {1, 320}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token 320 is not among the 320 of the model");
    assertThatThrownBy(() -> sequence.append(new int[] {-1})).hasMessageContaining("token -1");
    assertThatThrownBy(() -> sequence.append(tokens(11)))
        .hasMessage("101 tokens do not fit the window of 100");
    assertThat(sequence.length()).isEqualTo(90);
    assertThat(sequence.logits()).isEqualTo(before);
    sequence.append(tokens(10));
    sequence.close();
    assertThatThrownBy(() -> sequence.append(new int[] {1})).hasMessage("the sequence is closed");
    assertThatThrownBy(sequence::fork).hasMessage("the sequence is closed");
  }

  @Test
  void refusesStepsThatMakeNoSense() throws IOException {
    Qwen35Model model = model(TinyQwen35.DENSE.withWindow(100), Qwen35Options.defaults(), workers);
    Qwen35Model other = model(TinyQwen35.MOE, Qwen35Options.defaults(), workers);
    try (Sequence first = model.start();
        Sequence second = model.start();
        Sequence foreign = other.start();
        Sequence full = model.start()) {
      full.append(tokens(100));
      assertThatThrownBy(() -> model.appendEach(List.of(first, second), new int[] {1}))
          .hasMessage("1 tokens for 2 sequences");
      assertThatThrownBy(() -> model.appendEach(List.of(first, first), new int[] {1, 2}))
          .hasMessageContaining("stands twice");
      assertThatThrownBy(() -> model.appendEach(List.of(first, foreign), new int[] {1, 2}))
          .hasMessage("a sequence of another model");
      assertThatThrownBy(() -> model.appendEach(List.of(first, full), new int[] {1, 2}))
          .hasMessageContaining("do not fit the window");
      assertThat(first.length()).isZero();
      model.appendEach(List.of(), new int[0]);
    }
  }

  @Test
  void refusesFilesOfOtherModelsAndDamagedOnes() throws IOException {
    Qwen35Model model = model(TinyQwen35.MOE, Qwen35Options.defaults(), workers);
    Path file = directory.resolve("saved");
    try (Qwen35Sequence sequence = (Qwen35Sequence) model.start()) {
      assertThatThrownBy(() -> sequence.save(file)).hasMessage("nothing has been read yet");
      sequence.append(tokens(530));
      sequence.save(file);
      try (Sequence restored = model.restore(file)) {
        assertThat(restored.logits()).isEqualTo(sequence.logits());
        assertThat(restored.length()).isEqualTo(530);
      }
    }
    Qwen35Model other = model(TinyQwen35.YARN, Qwen35Options.defaults(), workers);
    assertThatThrownBy(() -> other.restore(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("the sequence was read by another model");
    Qwen35Model exact = model(TinyQwen35.MOE, EXACT, workers);
    assertThatThrownBy(() -> exact.restore(file)).hasMessageEndingWith("format 1, not F32");
    byte[] bytes = Files.readAllBytes(file);
    for (int size : new int[] {0, 7, 50, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, size));
      assertThatThrownBy(() -> model.restore(file)).hasMessageContaining("the file is damaged");
    }
    for (int at : new int[] {9, 41, 45, 52, 56, 300, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, bytes);
      try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
        damaged.seek(at);
        damaged.write(bytes[at] ^ 4);
      }
      assertThatThrownBy(() -> model.restore(file))
          .as("byte %d", at)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the file is damaged");
    }
    Files.write(file, new byte[200]);
    assertThatThrownBy(() -> model.restore(file)).hasMessageEndingWith("not a saved sequence");
    assertThatThrownBy(() -> model.restore(directory.resolve("none")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void foretellsTheMemoryOfAContext() throws IOException {
    Qwen35Model model = model(TinyQwen35.REAL, Qwen35Options.defaults(), workers);
    // one layer of full attention, keys and values, two heads of 256 values in two bytes
    assertThat(model.cacheBytesPerToken()).isEqualTo(2 * 2 * 256 * 2);
    assertThat(model.memoryNeeded(262_144) - model.memoryNeeded(131_072))
        .isEqualTo(131_072L * 2048);
    // three layers: four heads of 128 by 128 values, three rows of channels
    assertThat(model.stateBytes()).isEqualTo(3 * (4 * 128 * 128 + 3 * 1024) * 4);
    Qwen35Model bytes =
        model(TinyQwen35.REAL, Qwen35Options.defaults().withCacheFormat(BlockFormat.Q8_0), workers);
    assertThat(bytes.cacheBytesPerToken()).isEqualTo(2 * 2 * 8 * 34);
  }

  @Test
  void refusesContextsThatCannotFit() throws IOException {
    Qwen35Model model = model(TinyQwen35.REAL, Qwen35Options.defaults(), workers);
    Qwen35Model inBytes =
        model(TinyQwen35.REAL, Qwen35Options.defaults().withCacheFormat(BlockFormat.Q8_0), workers);
    long needed = model.memoryNeeded(100_000, 3);
    // two more states, and the segments that two forks may begin
    assertThat(needed - model.memoryNeeded(100_000))
        .isEqualTo(2 * (model.stateBytes() + 512 * model.cacheBytesPerToken()));
    long cached = (100_000 / 512 + 3) * 512 * model.cacheBytesPerToken();
    model.checkMemory(100_000, 3, new AvailableMemory(needed, cached));
    assertThatThrownBy(() -> model.checkMemory(100_000, 3, new AvailableMemory(needed - 1, cached)))
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageContaining("a context of 100000 tokens needs " + needed + " bytes")
        .hasMessageContaining(
            ", or " + inBytes.memoryNeeded(100_000, 3) + " with keys and values in q8_0,")
        .hasMessageEndingWith("there are " + (needed - 1));
    assertThatThrownBy(() -> model.checkMemory(100_000, 3, new AvailableMemory(needed, cached - 1)))
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageContaining("needs " + cached + " bytes")
        .hasMessageEndingWith("-XX:MaxDirectMemorySize leaves " + (cached - 1));
    assertThatThrownBy(() -> inBytes.checkMemory(100_000, 1, new AvailableMemory(1, 1)))
        .hasMessageEndingWith(" bytes beside the weights, there are 1");
    model.checkFits(1);
    assertThatThrownBy(() -> model.checkFits(262_145))
        .hasMessage("262145 tokens do not fit the window of 262144");
    Qwen35Model extended =
        model(
            TinyQwen35.REAL,
            Qwen35Options.defaults().withWindow(Qwen35Options.Window.EXTENDED),
            workers);
    assertThat(extended.window()).isEqualTo(1_010_000);
  }

  @Test
  void extendsTheWindowAsTheFileWouldHave() throws IOException {
    int[] tokens = tokens(100);
    Qwen35Options extended = EXACT.withWindow(Qwen35Options.Window.EXTENDED);
    float[] expected = logits(model(TinyQwen35.REAL_YARN, EXACT, workers), tokens);
    assertThat(logits(model(TinyQwen35.REAL, extended, workers), tokens)).isEqualTo(expected);
    assertThat(logits(model(TinyQwen35.REAL, EXACT, workers), tokens)).isNotEqualTo(expected);
    assertThat(logits(model(TinyQwen35.REAL_YARN, extended, workers), tokens)).isEqualTo(expected);
  }

  private Qwen35Model model(TinyQwen35 tiny, Qwen35Options options, Workers threads)
      throws IOException {
    Path file = directory.resolve(tiny.name() + tiny.window() + ".gguf");
    if (!Files.exists(file)) {
      tiny.write(file);
    }
    return Qwen35Model.of(WeightFile.open(file), options, TensorKernels.best(), threads);
  }

  private static float[] logits(Qwen35Model model, int[] tokens) {
    try (Sequence sequence = model.start()) {
      sequence.append(tokens);
      return sequence.logits();
    }
  }

  private static double difference(float[] expected, float[] actual) {
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs((double) expected[i] - actual[i]));
    }
    return worst;
  }

  private static int[] tokens(int count) {
    return new Random(11).ints(count, 0, 320).toArray();
  }
}
