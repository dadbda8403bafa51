package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DuckDB reads the same from the text as from Parquet. */
class TableExportTest {
  private static final long SEED = Long.getLong("unabridged.seed", 20260108);

  @TempDir static Path run;

  @BeforeAll
  static void write() throws Exception {
    try (ShardFiles files = ShardFiles.open(run.toString(), 0, EnumSet.of(Format.PARQUET))) {
      for (Row row : Stream.generate(new RandomRows(SEED)::next).limit(1200).toList()) {
        files.write(row);
      }
      files.publish();
    }
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void writesJsonThatReadsTheSame(Table table) throws Exception {
    assertSame(
        table,
        "*",
        "read_json('%s', format='newline_delimited', maximum_object_size=100000000, columns=%s)"
            .formatted(export(table, ExportFormat.JSONL), types(table)));
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void writesCsvThatReadsTheSame(Table table) throws Exception {
    List<String> lists =
        fields(table).filter(field -> !field.getChildren().isEmpty()).map(Field::getName).toList();
    String types = types(table);
    for (String list : lists) {
      types = types.replaceAll("(\"" + list + "\": )'[^']*'", "$1'JSON'");
    }
    assertSame(
        table,
        fields(table)
            .map(
                field ->
                    lists.contains(field.getName())
                        ? "CAST(%1$s AS %2$s) AS %1$s"
                            .formatted('"' + field.getName() + '"', type(field))
                        : '"' + field.getName() + '"')
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow(),
        "read_csv('%s', header=true, auto_detect=false, delim=',', quote='\"', escape='\"',"
                .formatted(export(table, ExportFormat.CSV))
            + " new_line='\\r\\n', nullstr='', allow_quoted_nulls=false,"
            + " max_line_size=10000000, columns="
            + types
            + ")");
  }

  @Test
  void saysWhatCouldNotBeWritten() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> new TableExport(run, Table.CLAUSES).write(ExportFormat.CSV, full))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot export clauses of " + run)
        .hasRootCauseMessage("No space left on device");
  }

  private static void assertSame(Table table, String columns, String text) throws Exception {
    String parquet = "read_parquet('" + run.resolve(table.folder()) + "/*.parquet')";
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.query(
                  "SELECT * FROM " + parquet + " EXCEPT ALL SELECT " + columns + " FROM " + text))
          .as("seed %s", SEED)
          .isEmpty();
      assertThat(duckDb.value("SELECT count(*) FROM " + text))
          .isEqualTo(duckDb.value("SELECT count(*) FROM " + parquet));
    }
  }

  private static Path export(Table table, ExportFormat format) throws IOException {
    Path file = run.resolve(table.folder() + "." + format.name().toLowerCase(Locale.ROOT));
    try (Writer out = Files.newBufferedWriter(file)) {
      new TableExport(run, table).write(format, out);
    }
    return file;
  }

  private static Stream<Field> fields(Table table) {
    return table.schema().getFields().stream();
  }

  private static String type(Field field) {
    return DuckDbTypes.of(field).replaceAll("(\\(|, )(\\w+) ", "$1\"$2\" ");
  }

  private static String types(Table table) {
    return fields(table)
        .map(field -> "\"" + field.getName() + "\": '" + type(field) + "'")
        .reduce((one, other) -> one + ", " + other)
        .map(types -> "{" + types + "}")
        .orElseThrow();
  }
}
