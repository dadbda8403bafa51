package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteTablesTest {

  private static final SeededSource SOURCE = new SeededSource(7);
  private static final Set<Format> BOTH = EnumSet.allOf(Format.class);

  @TempDir Path temporary;

  @Test
  void writesTheRowsOfSortedReferences() throws Exception {
    Path folder = temporary.resolve("run");
    run(WriteTables.to(folder).rowsFrom(SOURCE), references(60));
    try (DuckDb duckDb = new DuckDb()) {
      for (Table table : Table.values()) {
        assertThat(read(duckDb, folder, table)).isEqualTo(expected(references(60), table));
      }
    }
  }

  @Test
  void emitsTheNamesOfAllFiles() throws Exception {
    Path folder = temporary.resolve("run");
    List<String> names =
        run(WriteTables.to(folder).rowsFrom(SOURCE).withFormats(BOTH), references(5));
    assertThat(names)
        .hasSize(12)
        .contains("clauses/part-00000.parquet", "arrow/clauses/part-00000.arrow");
    assertThat(files(folder).keySet()).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void writesEveryTableWithoutAnyReference() throws Exception {
    Path folder = temporary.resolve("run");
    List<String> names = run(WriteTables.to(folder).rowsFrom(SOURCE).withFormats(BOTH), List.of());
    assertThat(names).hasSize(12);
    try (DuckDb duckDb = new DuckDb()) {
      for (Table table : Table.values()) {
        assertThat(read(duckDb, folder, table)).isEmpty();
      }
    }
  }

  @Test
  void spreadsReferencesOverShardsAndLosesNone() throws Exception {
    Path folder = temporary.resolve("run");
    List<String> names = run(WriteTables.to(folder).rowsFrom(SOURCE).withShards(3), references(40));
    assertThat(names).hasSize(18);
    try (DuckDb duckDb = new DuckDb()) {
      for (Table table : Table.values()) {
        assertThat(read(duckDb, folder, table))
            .containsExactlyInAnyOrderElementsOf(expected(references(40), table));
      }
    }
  }

  @Test
  void givesTheSameBytesForTheSameRows() throws Exception {
    Path first = temporary.resolve("first");
    Path second = temporary.resolve("second");
    WriteTables write = WriteTables.to(first).rowsFrom(SOURCE).withFormats(BOTH);
    run(write, references(50));
    List<String> reversed = references(50).stream().sorted((a, b) -> b.compareTo(a)).toList();
    run(WriteTables.to(second).rowsFrom(SOURCE).withFormats(BOTH), reversed);
    assertThat(files(second)).isEqualTo(files(first));
  }

  @Test
  void countsTheRowsOfEachTable() throws Exception {
    Pipeline pipeline = pipeline();
    pipeline
        .apply(Create.of(references(20)))
        .apply(WriteTables.to(temporary.resolve("run")).rowsFrom(SOURCE));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    Map<String, Long> counted = new TreeMap<>();
    for (MetricResult<Long> counter : result.metrics().allMetrics().getCounters()) {
      counted.put(counter.getName().getName(), counter.getCommitted());
    }
    for (Table table : Table.values()) {
      assertThat(counted)
          .containsEntry("rows_" + table.folder(), (long) expected(references(20), table).size());
    }
  }

  @Test
  void leavesNoFileWhenARowCannotBeMade() throws Exception {
    Path folder = temporary.resolve("run");
    WriteTables write =
        WriteTables.to(folder).rowsFrom(new FailingSource("000003")).withFormats(BOTH);
    assertThatThrownBy(() -> run(write, references(6)))
        .hasStackTraceContaining("no rows for 000003");
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void saysWhichFolderCannotBeWritten() throws IOException {
    Path blocked = Files.writeString(temporary.resolve("file"), "in the way");
    assertThatThrownBy(() -> run(WriteTables.to(blocked).rowsFrom(SOURCE), references(1)))
        .hasStackTraceContaining(blocked.toString());
    assertThat(blocked).hasContent("in the way");
  }

  @Test
  void rejectsWrongConfiguration() {
    WriteTables write = WriteTables.to(temporary);
    assertThatThrownBy(() -> write.withShards(0))
        .hasMessage("shards must be at least 1, but was: 0");
    assertThatThrownBy(() -> write.withFormats(Set.of()))
        .hasMessage("formats must hold at least one format");
    assertThatThrownBy(() -> run(write, references(1)))
        .hasMessage("WriteTables needs rowsFrom(...) to know where rows are");
  }

  @Test
  void hasDocumentedDefaults() {
    assertThat(WriteTables.DEFAULT_SHARDS).isEqualTo(1);
    assertThat(WriteTables.DEFAULT_FORMAT).isEqualTo(Format.PARQUET);
  }

  private record FailingSource(String failing) implements RowSource {
    @Override
    public void rows(String reference, Consumer<Row> sink) {
      SOURCE.rows(reference, sink);
      if (reference.equals(failing)) {
        throw new IllegalStateException("no rows for " + reference);
      }
    }
  }

  /** Runs with the checks of the direct runner that catch mutated elements and wrong coders. */
  private List<String> run(WriteTables write, List<String> references) throws IOException {
    Pipeline pipeline = pipeline();
    Path names = temporary.resolve("names.txt");
    pipeline
        .apply(Create.of(references).withCoder(StringUtf8Coder.of()))
        .apply(write)
        .apply(TextIO.write().to(names.toString()).withoutSharding());
    pipeline.run().waitUntilFinish();
    return Files.readAllLines(names);
  }

  private static Pipeline pipeline() {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setEnforceEncodability(true);
    options.setEnforceImmutability(true);
    return Pipeline.create(options);
  }

  private static List<String> references(int count) {
    return IntStream.range(0, count).mapToObj("%06d"::formatted).toList();
  }

  private static List<List<Object>> expected(List<String> references, Table table) {
    return references.stream()
        .sorted()
        .flatMap(reference -> SOURCE.rows(reference).stream())
        .filter(row -> row.table() == table)
        .map(Row::cells)
        .toList();
  }

  private static List<List<Object>> read(DuckDb duckDb, Path folder, Table table)
      throws SQLException {
    return duckDb.query(
        "SELECT * EXCLUDE (filename, file_row_number) "
            + "FROM read_parquet('%s/%s/*.parquet', filename=true, file_row_number=true) "
                .formatted(folder, table.folder())
            + "ORDER BY filename, file_row_number");
  }

  /** Hash of the content of each file below a folder, by relative name. */
  private static Map<String, Integer> files(Path folder) throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return files;
  }
}
