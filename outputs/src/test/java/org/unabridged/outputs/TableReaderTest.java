package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.TableFile;
import org.unabridged.outputs.columns.TableShape;
import org.unabridged.outputs.parquet.ParquetTableFile;

class TableReaderTest {
  private static final String ASTRAL = "scroll \uD83D\uDCDC";

  @TempDir Path run;

  @ParameterizedTest
  @EnumSource(Format.class)
  void readsEveryTableBackFromEitherFormat(Format format) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of("all"))
        .apply(WriteTables.to(run).rowsFrom(new EveryRow()).withFormats(EnumSet.of(format)));
    pipeline.run().waitUntilFinish();

    List<Row> read = new ArrayList<>();
    for (Table table : Table.values()) {
      TableReader.read(run, table, read::add);
    }

    assertThat(read).isEqualTo(EveryRow.rows());
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void readsRandomRowsBack(Format format) throws IOException {
    long seed = Long.getLong("unabridged.seed", 20260105);
    List<Row> rows = Stream.generate(new RandomRows(seed)::next).limit(2000).toList();
    try (ShardFiles files = ShardFiles.open(run.toString(), 0, EnumSet.of(format))) {
      for (Row row : rows) {
        files.write(row);
      }
      files.publish();
    }
    for (Table table : Table.values()) {
      List<Row> read = new ArrayList<>();
      TableReader.read(run, table, read::add);
      assertThat(read)
          .as("seed %s", seed)
          .isEqualTo(rows.stream().filter(row -> row.table() == table).toList());
    }
  }

  @Test
  void readsColumnsThatAnOlderVersionDidNotWriteAsNull() throws IOException {
    ClauseRow clause = new RandomRows(3).clause();
    writeWithout("value", clause);

    List<Row> read = new ArrayList<>();
    TableReader.read(run, Table.CLAUSES, read::add);

    assertThat(read).hasSize(1);
    List<Object> expected = new ArrayList<>(clause.cells());
    expected.set(6, null);
    assertThat(read.get(0).cells()).isEqualTo(expected);
  }

  @Test
  void namesARequiredColumnThatIsNotThere() throws IOException {
    writeWithout("match_tier", new RandomRows(3).clause());

    assertThatThrownBy(() -> TableReader.read(run, Table.CLAUSES, row -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no column match_tier: another version wrote the table");
  }

  private void writeWithout(String column, ClauseRow clause) throws IOException {
    TableShape shape = Table.CLAUSES.shape();
    List<Column> columns = new ArrayList<>(shape.columns());
    List<Object> cells = new ArrayList<>(clause.cells());
    int at = columns.stream().map(Column::name).toList().indexOf(column);
    columns.remove(at);
    cells.remove(at);
    Path file = Files.createDirectories(run.resolve("clauses")).resolve("0.parquet");
    try (TableFile table =
        ParquetTableFile.open(
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            new TableShape(shape.name(), shape.comment(), columns),
            Map.of())) {
      table.write(cells);
      table.finish();
    }
  }

  @Test
  void saysThatAFolderIsNoRun() {
    assertThatThrownBy(() -> TableReader.read(run, Table.CLAUSES, row -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no table clauses in " + run + ": name the folder of a run");
  }

  /** A row with everything and one with as little as possible for each table. */
  private static final class EveryRow implements RowSource {
    private static final long serialVersionUID = 1;

    @Override
    public void rows(String reference, Consumer<Row> sink) {
      rows().forEach(sink);
    }

    static List<Row> rows() {
      return List.of(
          new DocumentRow(
              "r",
              "d",
              "file:///a",
              "a",
              "p",
              "text/plain",
              7,
              2,
              "en",
              List.of(
                  new DocumentRow.LanguageShare("en", 0.75),
                  new DocumentRow.LanguageShare("de", 0.25)),
              8L,
              3L,
              "c",
              ASTRAL,
              Status.OK,
              null,
              null,
              0.5,
              0.25,
              3,
              new DocumentRow.TextFacts(true, "doubtful", 0.125, 0.25, -3.5, 1, 0)),
          new DocumentRow(
              "r",
              null,
              "file:///b",
              "b",
              null,
              null,
              0,
              null,
              null,
              List.of(),
              null,
              null,
              null,
              null,
              Status.FAILED,
              "unreadable",
              "no",
              null,
              null,
              null),
          new TextRow(
              "r", "d", ASTRAL, 8, List.of(new TextRow.Page("sheet", 1, "Fees", 0, 8, 0, 9))),
          new TextRow(
              "r",
              "f",
              "ab",
              2,
              true,
              List.of(new TextRow.Page("page", 1, null, 0, 2, 0, 2, "recognised", "Page 1"))),
          new TextRow("r", "e", "", 0, List.of()),
          new AnswerRow("r", "d", "c", "q", "Q", "date", "found", "2020", 1, 0.5, "high", "why", 2),
          new AnswerRow("r", "d", null, "q", "Q", "date", "failed", null, 0, null, null, null, 0),
          new ClauseRow("r", "1", "d", "c", "q", ASTRAL, "v", 0, 8, 0, 9, 1, 2, 0.5, "exact"),
          new ClauseRow(
              "r",
              "3",
              "d",
              "c",
              "q",
              "x",
              null,
              0,
              1,
              0,
              1,
              1,
              1,
              1,
              "exact",
              List.of(new ClauseRow.Box(1, 72, 100.5, 90.25, 112))),
          new ClauseRow("r", "2", "d", "c", "q", "x", null, 0, 1, 0, 1, null, null, 1, "fuzzy"),
          new SummaryRow(
              "r",
              "s",
              "d",
              "c",
              "en",
              "composed",
              "One.",
              List.of(
                  new SummaryRow.Sentence(
                      "One.", List.of(new SummaryRow.Support("d", "q", "1", 0, 8))),
                  new SummaryRow.Sentence(
                      "Two.", List.of(new SummaryRow.Support("d", null, null, 1, 2))),
                  new SummaryRow.Sentence("Three.", List.of()))),
          new SummaryRow("r", "t", null, "c", "en", "composed", "", List.of()),
          new ContextRow(
              "r",
              "c",
              List.of("d", "e"),
              8,
              3,
              "exact",
              3L,
              0L,
              0L,
              true,
              "m",
              "e",
              "f",
              "s",
              "g",
              "p",
              0.5,
              0.1,
              Status.OK,
              null,
              null),
          new ContextRow(
              "r",
              "x",
              List.of("d"),
              8,
              0,
              "estimate",
              null,
              null,
              null,
              false,
              "m",
              "e",
              "f",
              "s",
              "g",
              null,
              null,
              null,
              Status.FAILED,
              "context_overflow",
              "too long"));
    }
  }
}
