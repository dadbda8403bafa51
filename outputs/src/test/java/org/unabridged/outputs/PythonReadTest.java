package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Python's pyarrow reads the folders of Parquet files and the Arrow files alike. */
class PythonReadTest {

  private static final long SEED = Long.getLong("unabridged.seed", 20260103);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static List<Row> written;
  private static JsonNode read;

  @BeforeAll
  static void writeAndRead() throws Exception {
    assumeThat(run("python3", "-c", "import pyarrow"))
        .as("SKIPPED: needs python3 with pyarrow (pip install pyarrow)")
        .isZero();
    written = Stream.generate(new RandomRows(SEED)::next).limit(1000).toList();
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.allOf(Format.class))) {
      for (Row row : written) {
        files.write(row);
      }
      files.publish();
    }
    List<String> command = new ArrayList<>(List.of("python3", script().toString(), folder + ""));
    Arrays.stream(Table.values()).map(Table::folder).forEach(command::add);
    assertThat(run(command.toArray(String[]::new))).as(output()).isZero();
    read = JSON.readTree(output());
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void readsTheSameRowsFromBothFormats(Table table) throws IOException {
    List<List<Object>> expected =
        written.stream().filter(row -> row.table() == table).map(Row::cells).toList();
    JsonNode rows = JSON.readTree(JSON.writeValueAsBytes(expected));
    assertThat(read.at(pointer(table, "parquet", "rows"))).as("seed %s", SEED).isEqualTo(rows);
    assertThat(read.at(pointer(table, "arrow", "rows"))).as("seed %s", SEED).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource({
    "pandas,DOCUMENTS", "pandas,TEXTS", "pandas,ANSWERS",
    "pandas,CLAUSES", "pandas,SUMMARIES", "pandas,CONTEXTS",
    "polars,DOCUMENTS", "polars,TEXTS", "polars,ANSWERS",
    "polars,CLAUSES", "polars,SUMMARIES", "polars,CONTEXTS"
  })
  void readsTheSameRowsWithDataFrames(String library, Table table) throws IOException {
    JsonNode frame = read.at("/" + table.folder() + "/" + library);
    assumeThat(frame.isNull()).as("SKIPPED: needs %s (pip install %s)", library, library).isFalse();
    List<List<Object>> expected =
        written.stream().filter(row -> row.table() == table).map(Row::cells).toList();
    assertThat(frame.get("rows"))
        .as("seed %s", SEED)
        .isEqualTo(JSON.readTree(JSON.writeValueAsBytes(expected)));
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void findsCommentsAndNullabilityInBothFormats(Table table) {
    assertThat(read.at("/" + table.folder() + "/same_schema").asBoolean()).isTrue();
    List<String> nullable =
        table.schema().getFields().stream().filter(Field::isNullable).map(Field::getName).toList();
    for (String format : List.of("parquet", "arrow")) {
      assertThat(read.at(pointer(table, format, "valid")).asBoolean()).isTrue();
      assertThat(read.at(pointer(table, format, "nullable"))).isEqualTo(JSON.valueToTree(nullable));
      for (Field field : table.schema().getFields()) {
        assertThat(read.at(pointer(table, format, "comments")).path(field.getName()).asText())
            .isEqualTo(field.getMetadata().get("comment"));
      }
    }
  }

  private static String pointer(Table table, String format, String what) {
    return "/" + table.folder() + "/" + format + "/" + what;
  }

  private static Path script() throws IOException {
    try (InputStream resource = PythonReadTest.class.getResourceAsStream("read_tables.py")) {
      Path script = folder.resolve("read_tables.py");
      Files.write(script, Objects.requireNonNull(resource).readAllBytes());
      return script;
    }
  }

  private static String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  /** The exit code; one that no command gives when there is no such command. */
  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("output").toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
