package org.unabridged.inference.qwen35;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.WeightFile;

/** Reads on in a JVM that has no memory left outside its heap. */
class MemoryLimitTest {

  @TempDir private Path directory;

  @Test
  void keepsASequenceWholeWhenMemoryRunsOut() throws IOException, InterruptedException {
    Path model = TinyQwen35.REAL.write(directory.resolve("model.gguf"));
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:MaxDirectMemorySize=4m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Reader.class.getName(),
                    model.toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).content(StandardCharsets.UTF_8).contains("all as expected");
    assertThat(process.exitValue()).isZero();
  }

  /** What the other JVM does. */
  static final class Reader {

    private Reader() {}

    /** Reads a context of 1 MiB of keys and values for each 512 tokens. */
    public static void main(String[] arguments) throws IOException {
      try (Workers workers = new Workers(1);
          Sequence sequence = start(Path.of(arguments[0]), workers)) {
        sequence.append(new int[600]);
        float[] before = sequence.logits().clone();
        String refusal = "";
        try {
          sequence.append(new int[2000]);
        } catch (InsufficientMemoryException e) {
          refusal = String.valueOf(e.getMessage());
        }
        check(refusal.contains("-XX:MaxDirectMemorySize"), "refused: " + refusal);
        check(sequence.length() == 600, "length");
        check(Arrays.equals(sequence.logits(), before), "logits");
        sequence.append(new int[300]);
        check(sequence.length() == 900, "length afterwards");
      }
      System.out.println("all as expected");
    }

    private static Sequence start(Path file, Workers workers) throws IOException {
      return Qwen35Model.of(
              WeightFile.open(file), Qwen35Options.defaults(), TensorKernels.scalar(), workers)
          .start();
    }

    private static void check(boolean right, String what) {
      if (!right) {
        throw new IllegalStateException(what);
      }
    }
  }
}
