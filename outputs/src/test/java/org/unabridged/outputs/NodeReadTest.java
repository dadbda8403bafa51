package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three readers in JavaScript see every value; skipped, and said so, where they are not there. */
class NodeReadTest {
  /** The folder {@code node_modules} that holds the readers. */
  private static final String MODULES = "READERS_NODE_MODULES";

  private static final String NEEDED = "hyparquet hyparquet-compressors parquet-wasm apache-arrow";
  private static final long SEED = Long.getLong("unabridged.seed", 20260110);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static List<Row> written;
  private static JsonNode read;

  @BeforeAll
  static void writeAndRead() throws Exception {
    String modules = System.getenv(MODULES);
    if (modules == null) {
      ChildJvm.say(
          "!!! SKIPPED: set %s to a folder with %s; no JavaScript read the tables."
              .formatted(MODULES, NEEDED));
    }
    assumeTrue(modules != null, MODULES + " is not set");
    written = Stream.generate(new RandomRows(SEED)::next).limit(600).toList();
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.allOf(Format.class))) {
      for (Row row : written) {
        files.write(row);
      }
      files.publish();
    }
    Files.createSymbolicLink(
        folder.resolve("node_modules"), Path.of(Objects.requireNonNull(modules)));
    Path script = folder.resolve("read_tables.mjs");
    try (InputStream in = NodeReadTest.class.getResourceAsStream("read_tables.mjs")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of("node", script.toString(), folder.toString()));
    Arrays.stream(Table.values()).map(Table::folder).forEach(command::add);
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    int code =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(errors)).isZero();
    read = JSON.readTree(output.toFile());
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void readsTheSameRowsWithEveryReader(Table table) throws Exception {
    List<List<Object>> expected =
        written.stream().filter(row -> row.table() == table).map(Row::cells).toList();
    // JavaScript's decoder of UTF-8 drops a byte order mark at the start of a text.
    JsonNode rows =
        JSON.readTree(JSON.writeValueAsString(expected).replaceAll("(?<!\\\\)\"\\x{FEFF}", "\""));
    for (String reader : List.of("hyparquet", "parquet-wasm", "apache-arrow")) {
      assertThat(read.at("/" + table.folder() + "/" + reader))
          .as("%s, seed %s", reader, SEED)
          .isEqualTo(rows);
    }
  }
}
