package org.unabridged.inference.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.qwen35.TinyQwen35;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;

/** The expected logits were computed in double precision by an implementation in NumPy. */
class ParityCheckTest {

  private static final List<BlockFormat> FLOATS = List.of(BlockFormat.F32);

  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void readsTokensInEveryWayLikeTheReference() throws IOException {
    write(TinyQwen35.ALL);
    assertThat(ParityCheck.run(directory, TensorKernels.best(), FLOATS, out))
        .as(printed())
        .isTrue();
    assertThat(printed()).contains("moe, ", "dense, ", "yarn, ", "real, ", "realyarn, ", "passed");
    assertThat(printed()).doesNotContain("skipped");
  }

  @Test
  void readsTokensInPlainJavaLikeTheReference() throws IOException {
    write(List.of(TinyQwen35.DENSE));
    assertThat(ParityCheck.run(directory, TensorKernels.scalar(), FLOATS, out))
        .as(printed())
        .isTrue();
    assertThat(printed()).contains("yarn: skipped, there is no ");
  }

  @Test
  void saysThatAModelDiffers() throws IOException {
    write(List.of());
    // the same weights, other frequencies
    TinyQwen35.MOE.write(directory.resolve("gguf/yarn.gguf"));
    assertThat(ParityCheck.run(directory, TensorKernels.best(), FLOATS, out)).isFalse();
    assertThat(printed()).contains("FAILED");
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void write(List<TinyQwen35> models) throws IOException {
    Files.createDirectories(directory.resolve("gguf"));
    try (InputStream golden = TinyQwen35.class.getResourceAsStream("forward_golden.json")) {
      Files.copy(Objects.requireNonNull(golden), directory.resolve("forward_golden.json"));
    }
    for (TinyQwen35 model : models) {
      model.write(directory.resolve("gguf/" + model.name() + ".gguf"));
    }
  }
}
