package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.outputs.columns.TableFile;
import org.unabridged.outputs.columns.TableShape;
import org.unabridged.outputs.parquet.ParquetTableFile;

/** Parquet files as DuckDB sees them. */
class ParquetFilesTest {

  private static final Path FULL_DEVICE = Path.of("/dev/full");

  @TempDir Path folder;
  private Path file;
  private DuckDb duckDb;

  @BeforeEach
  void open() throws SQLException {
    file = folder.resolve("table.parquet");
    duckDb = new DuckDb();
  }

  @AfterEach
  void close() throws SQLException {
    duckDb.close();
  }

  @Test
  void keepsNullsAndNestingOfEveryKind() throws Exception {
    write(Shapes.EVERYTHING, Shapes.ROWS);
    assertThat(duckDb.query("SELECT * FROM '" + file + "'")).isEqualTo(Shapes.ROWS);
  }

  @Test
  void annotatesStringsAndListsAndKeepsNullability() throws Exception {
    write(Table.SUMMARIES.shape(), List.of());
    List<List<@Nullable Object>> schema =
        duckDb.query(
            "SELECT name, type, repetition_type, converted_type, logical_type "
                + "FROM parquet_schema('%s')".formatted(file));
    assertThat(schema)
        .contains(row("document_id", "BYTE_ARRAY", "OPTIONAL", "UTF8", "StringType()"))
        .contains(row("context_id", "BYTE_ARRAY", "REQUIRED", "UTF8", "StringType()"))
        .contains(row("sentences", null, "REQUIRED", "LIST", "ListType()"))
        .contains(row("list", null, "REPEATED", null, null))
        .contains(row("element", null, "REQUIRED", null, null))
        .contains(row("start", "INT32", "REQUIRED", null, null));
  }

  @Test
  void carriesCommentsAndTheArrowSchema() throws Exception {
    write(Table.CLAUSES, new RandomRows(1).clause());
    Map<String, String> metadata = metadata();
    assertThat(metadata)
        .containsEntry("table", "clauses")
        .containsEntry("comment.quote", "The characters of the document.")
        .containsEntry("writer.model.name", "unabridged")
        .containsKeys("comment", "ARROW:schema");
    byte[] encoded = Base64.getDecoder().decode(metadata.get("ARROW:schema"));
    assertThat(Schema.deserializeMessage(ByteBuffer.wrap(encoded)))
        .isEqualTo(Table.CLAUSES.schema());
  }

  @Test
  void commentsMembersOfNestedColumnsByTheirPath() throws Exception {
    write(Table.SUMMARIES, new RandomRows(1).summary());
    assertThat(metadata())
        .containsEntry(
            "comment.sentences.support.clause_id",
            "The span's row in clauses; null if it has none.");
  }

  @Test
  void compressesEveryColumnWithZstd() throws Exception {
    write(Table.ANSWERS, new RandomRows(1).answer());
    assertThat(
            duckDb.value("SELECT list(DISTINCT compression) FROM parquet_metadata('" + file + "')"))
        .isEqualTo(List.of("ZSTD"));
  }

  @Test
  void usesADictionaryWhereValuesRepeat() throws Exception {
    RandomRows random = new RandomRows(2);
    write(Table.ANSWERS, Stream.generate(random::answer).limit(500).toArray(Row[]::new));
    assertThat(encodings("state")).contains("DICTIONARY");
    assertThat(encodings("question_id")).contains("DICTIONARY");
    assertThat(encodings("value")).doesNotContain("DICTIONARY");
  }

  @Test
  void keepsNeitherDictionaryNorStatisticsOfTexts() throws Exception {
    RandomRows random = new RandomRows(3);
    write(Table.TEXTS, Stream.generate(random::text).limit(50).toArray(Row[]::new));
    assertThat(encodings("text")).doesNotContain("DICTIONARY");
    assertThat(
            duckDb.query(
                "SELECT stats_min_value, stats_max_value "
                    + "FROM parquet_metadata('%s') WHERE path_in_schema = 'text'".formatted(file)))
        .containsExactly(row(null, null));
    assertThat(
            duckDb.value(
                "SELECT stats_max_value IS NOT NULL "
                    + "FROM parquet_metadata('%s') WHERE path_in_schema = 'document_id'"
                        .formatted(file)))
        .isEqualTo(true);
  }

  @Test
  void limitsRowGroupsInBytes() throws Exception {
    int rows = 24;
    try (ShardFiles files = shard()) {
      for (int number = 0; number < rows; number++) {
        files.write(LargeTexts.row(number, 4 << 20));
      }
      files.publish();
      file = folder.resolve(Format.PARQUET.folder(Table.TEXTS)).resolve(Format.PARQUET.fileName(0));
    }
    List<List<@Nullable Object>> groups =
        duckDb.query(
            "SELECT row_group_id, sum(total_compressed_size) < 40 * 1024 * 1024 "
                + "FROM parquet_metadata('%s') GROUP BY ALL".formatted(file));
    assertThat(groups).hasSizeGreaterThan(1).allSatisfy(group -> assertThat(group).endsWith(true));
    assertThat(duckDb.value("SELECT count(*) FROM '" + file + "'")).isEqualTo((long) rows);
  }

  @Test
  void replacesAnUnpairedSurrogateWhichIsNoCharacter() throws Exception {
    write(Table.TEXTS, new TextRow("run", "d", "a\ud83db", 3, List.of()));
    assertThat(duckDb.value("SELECT text FROM '" + file + "'")).isEqualTo("a?b");
  }

  @Test
  void rejectsAMissingValue() throws Exception {
    List<@Nullable Object> cells = new ArrayList<>(Shapes.ROWS.get(1));
    cells.set(0, null);
    try (TableFile written = open(Shapes.EVERYTHING, Files.newByteChannel(file, CREATE))) {
      assertThatThrownBy(() -> written.write(cells))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Column required must not be null");
    }
    try (TableFile written = open(Shapes.EVERYTHING, Files.newByteChannel(file, CREATE))) {
      assertThatThrownBy(() -> written.write(Collections.nCopies(8, "x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected 9 values, but got 8");
    }
  }

  @Test
  void isIncompleteUnlessFinished() throws Exception {
    try (TableFile written = open(Shapes.EVERYTHING, Files.newByteChannel(file, CREATE))) {
      written.write(Shapes.ROWS.get(0));
    }
    assertThatThrownBy(() -> duckDb.query("SELECT * FROM '" + file + "'"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void reportsAWriteThatFailsPartWay() throws Exception {
    FailingChannel channel = new FailingChannel(700);
    try (TableFile written = open(Shapes.EVERYTHING, channel)) {
      written.write(Shapes.ROWS.get(0));
      assertThatThrownBy(written::finish).hasStackTraceContaining("No space left");
    }
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void reportsAFullDisk() throws Exception {
    assumeThat(FULL_DEVICE).as("Only Linux has a device that is always full").exists();
    FileChannel channel = FileChannel.open(FULL_DEVICE, StandardOpenOption.WRITE);
    try (TableFile written = open(Shapes.EVERYTHING, channel)) {
      written.write(Shapes.ROWS.get(0));
      assertThatThrownBy(written::finish).hasStackTraceContaining("No space left on device");
    }
  }

  private static final Set<StandardOpenOption> CREATE =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private static TableFile open(TableShape shape, WritableByteChannel channel) throws IOException {
    return ParquetTableFile.open(channel, shape, Map.of());
  }

  private ShardFiles shard() throws IOException {
    return ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.PARQUET));
  }

  private void write(TableShape shape, List<List<@Nullable Object>> rows) throws IOException {
    try (TableFile written = open(shape, Files.newByteChannel(file, CREATE))) {
      for (List<@Nullable Object> row : rows) {
        written.write(row);
      }
      written.finish();
    }
  }

  private void write(Table table, Row... rows) throws IOException {
    try (ShardFiles files = shard()) {
      for (Row row : rows) {
        files.write(row);
      }
      files.publish();
      file = folder.resolve(Format.PARQUET.folder(table)).resolve(Format.PARQUET.fileName(0));
    }
  }

  private Map<String, String> metadata() throws SQLException {
    Map<String, String> metadata = new HashMap<>();
    for (List<@Nullable Object> entry :
        duckDb.query("SELECT key, value FROM parquet_kv_metadata('" + file + "')")) {
      metadata.put(text(entry.get(0)), text(entry.get(1)));
    }
    return metadata;
  }

  private String encodings(String column) throws SQLException {
    return String.valueOf(
        duckDb.value(
            "SELECT encodings FROM parquet_metadata('%s') WHERE path_in_schema = '%s'"
                .formatted(file, column)));
  }

  private static String text(@Nullable Object blob) throws SQLException {
    Blob bytes = (Blob) Objects.requireNonNull(blob);
    return new String(bytes.getBytes(1, (int) bytes.length()), StandardCharsets.UTF_8);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
