package org.unabridged.inference.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.qwen35.Qwen35Model;
import org.unabridged.inference.qwen35.Qwen35Options;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.WeightFile;

class ModelGeneratorTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(WeightMix.class)
  void writesModelsThatRun(WeightMix mix) throws IOException {
    Path file = directory.resolve("small.gguf");
    ModelGenerator.write(ModelShape.of("small", 4), mix, file);
    try (Workers workers = new Workers(2);
        Sequence sequence =
            Qwen35Model.of(
                    WeightFile.open(file), Qwen35Options.defaults(), TensorKernels.best(), workers)
                .start()) {
      sequence.append(new int[] {1, 2, 3});
      float[] logits = sequence.logits();
      double square = 0;
      for (float logit : logits) {
        square += (double) logit * logit;
      }
      assertThat(Math.sqrt(square / logits.length)).isBetween(0.1, 100.0);
    }
  }

  @Test
  void writesTheSameFileAgain() throws IOException {
    ModelShape shape = ModelShape.of("narrow", 4);
    Path first = directory.resolve("first.gguf");
    Path second = directory.resolve("second.gguf");
    ModelGenerator.write(shape, WeightMix.Q8_0, first);
    ModelGenerator.write(shape, WeightMix.Q8_0, second);
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void makesVocabulariesOfTrueSizeWithoutRepetitions() {
    SyntheticVocabulary vocabulary = SyntheticVocabulary.of(248_320);
    assertThat(vocabulary.tokens()).hasSize(248_320).doesNotHaveDuplicates();
    assertThat(vocabulary.id("<|endoftext|>")).isEqualTo(248_044);
    assertThat(vocabulary.id("<|im_end|>")).isEqualTo(248_046);
    assertThat(vocabulary.id("<think>")).isEqualTo(248_068);
    assertThat(vocabulary.types()[248_077]).isEqualTo(5);
  }

  /** Beyond 16 segments of 512 tokens a step shares out the cache among the threads. */
  @Test
  void stepsThroughALongCacheAsInOneRead() throws IOException {
    Path file = directory.resolve("narrow.gguf");
    ModelGenerator.write(ModelShape.of("narrow", 4), WeightMix.F32, file);
    int[] tokens = new Random(3).ints(8_300, 0, 1000).toArray();
    try (Workers workers = new Workers(2)) {
      Qwen35Model model =
          Qwen35Model.of(
              WeightFile.open(file),
              Qwen35Options.defaults().withCacheFormat(BlockFormat.F32),
              TensorKernels.best(),
              workers);
      try (Sequence whole = model.start();
          Sequence stepped = model.start()) {
        stepped.append(Arrays.copyOf(tokens, 8_297));
        try (Sequence fork = stepped.fork()) {
          model.appendEach(List.of(stepped, fork), new int[] {tokens[8_297], tokens[8_297]});
          assertThat(fork.logits()).isEqualTo(stepped.logits());
        }
        stepped.append(new int[] {tokens[8_298]});
        stepped.append(new int[] {tokens[8_299]});
        whole.append(tokens);
        float[] expected = whole.logits();
        float[] actual = stepped.logits();
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
        }
      }
    }
  }

  @Test
  void refusesShapesAndMixesThatItDoesNotKnow() {
    assertThatThrownBy(() -> ModelShape.of("7B", 0)).hasMessageContaining("no shape 7B among");
    assertThatThrownBy(() -> WeightMix.of("Q3")).hasMessageContaining("no mix Q3 among");
    assertThatThrownBy(() -> ModelGenerator.main(new String[] {"0.8B"}))
        .hasMessageStartingWith("usage:");
  }
}
