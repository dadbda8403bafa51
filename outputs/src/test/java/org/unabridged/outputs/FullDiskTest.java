package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that cannot write all of its files leaves none. */
class FullDiskTest {

  /** One to two megabytes, by the unit of the shell. */
  private static final int BLOCKS = 2048;

  @TempDir Path out;

  @Test
  void leavesNoRunWhenFilesCannotGrow() throws Exception {
    ChildJvm.Result result = ChildJvm.runWithFileLimit(BLOCKS, Run.class, out.toString());
    assumeThat(result.started()).as("No limit on files here: " + result.output()).isTrue();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("File too large");
    try (Stream<Path> left = Files.walk(out)) {
      assertThat(left).containsExactlyInAnyOrder(out, out.resolve("runs"));
    }
  }

  private record LargeRows() implements RowSource {
    @Override
    public void rows(String reference, Consumer<Row> sink) {
      sink.accept(LargeTexts.row(reference.hashCode(), 4 << 20));
    }
  }

  /** Writes files that are larger than it may, and says how that failed. */
  static final class Run {

    private Run() {}

    public static void main(String[] arguments) throws IOException {
      try (RunDirectory run = RunDirectory.create(Path.of(arguments[0]), "run-1")) {
        Pipeline pipeline = Pipeline.create();
        pipeline
            .apply(Create.of(List.of("a", "b", "c")))
            .apply(WriteTables.to(run.path()).rowsFrom(new LargeRows()));
        pipeline.run().waitUntilFinish();
        throw new IllegalStateException("The tables were written");
      } catch (PipelineExecutionException e) {
        ChildJvm.say(e.toString());
      }
    }
  }
}
