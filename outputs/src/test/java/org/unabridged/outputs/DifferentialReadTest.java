package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DuckDB reads from Parquet what was written, value by value. */
class DifferentialReadTest {

  private static final long SEED = Long.getLong("unabridged.seed", 20260101);
  private static final int ROWS = 10_000;

  @TempDir static Path folder;
  private static List<Row> written;
  private static DuckDb duckDb;

  @BeforeAll
  static void write() throws Exception {
    written = Stream.generate(new RandomRows(SEED)::next).limit(ROWS).toList();
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.PARQUET))) {
      for (Row row : written) {
        files.write(row);
      }
      files.publish();
    }
    duckDb = new DuckDb();
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void readsWhatWasWritten(Table table) throws SQLException {
    List<List<@Nullable Object>> expected =
        written.stream().filter(row -> row.table() == table).map(Row::cells).toList();
    List<List<@Nullable Object>> actual =
        duckDb.query(
            "SELECT * EXCLUDE file_row_number "
                + "FROM read_parquet('%s/%s/*.parquet', file_row_number=true) "
                    .formatted(folder, table.folder())
                + "ORDER BY file_row_number");
    assertThat(expected).hasSizeGreaterThan(ROWS / 10);
    assertThat(actual).as("seed %s", SEED).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void hasTheTypesOfTheSchema(Table table) throws SQLException {
    List<String> expected =
        table.schema().getFields().stream()
            .map(field -> field.getName() + " " + DuckDbTypes.of(field))
            .toList();
    List<String> actual =
        duckDb
            .query(
                "DESCRIBE SELECT * FROM read_parquet('%s/%s/*.parquet')"
                    .formatted(folder, table.folder()))
            .stream()
            .map(column -> (column.get(0) + " " + column.get(1)).replace("\"", ""))
            .toList();
    assertThat(actual).isEqualTo(expected);
  }
}
