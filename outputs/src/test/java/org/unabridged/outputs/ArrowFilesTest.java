package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unabridged.outputs.arrow.ArrowTableFile;
import org.unabridged.outputs.columns.TableFile;

/** Arrow files as Arrow's own reader sees them. */
class ArrowFilesTest {

  private static final long SEED = Long.getLong("unabridged.seed", 20260102);
  private static final Set<StandardOpenOption> CREATE =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("table.arrow");
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void readsWhatWasWritten(Table table) throws IOException {
    List<Row> rows = Stream.generate(new RandomRows(SEED)::next).limit(3000).toList();
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.ARROW))) {
      for (Row row : rows) {
        files.write(row);
      }
      files.publish();
      file = folder.resolve(Format.ARROW.folder(table)).resolve(Format.ARROW.fileName(0));
    }
    Contents contents = read();
    assertThat(contents.rows())
        .as("seed %s", SEED)
        .isEqualTo(rows.stream().filter(row -> row.table() == table).map(Row::cells).toList());
    assertThat(contents.schema()).isEqualTo(table.schema());
  }

  @Test
  void keepsNullsAndNestingOfEveryKind() throws IOException {
    write(Shapes.ROWS);
    assertThat(read().rows()).isEqualTo(Shapes.ROWS);
  }

  @Test
  void isReadableWithoutRows() throws IOException {
    write(List.of());
    assertThat(read().rows()).isEmpty();
    assertThat(read().schema().getCustomMetadata()).containsEntry("comment", "A comment.");
  }

  @Test
  void limitsBatchesInBytes() throws IOException {
    int rows = 20;
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.ARROW))) {
      for (int number = 0; number < rows; number++) {
        files.write(LargeTexts.row(number, 3 << 20));
      }
      files.publish();
      file = folder.resolve(Format.ARROW.folder(Table.TEXTS)).resolve(Format.ARROW.fileName(0));
    }
    // A batch ends as soon as it holds 8 MB: three texts of 3 MB.
    assertThat(read().batches()).containsExactly(3, 3, 3, 3, 3, 3, 2);
  }

  @Test
  void limitsBatchesInRows() throws IOException {
    write(Collections.nCopies(70_000, Shapes.ROWS.get(1)));
    assertThat(read().batches()).containsExactly(1 << 16, 70_000 - (1 << 16));
  }

  @Test
  void reportsAWriteThatFailsPartWayAndFreesItsMemory() throws IOException {
    FailingChannel channel = new FailingChannel(3000);
    // Closing complains about memory that was not freed.
    try (TableFile written = ArrowTableFile.open(channel, Shapes.EVERYTHING)) {
      written.write(Shapes.ROWS.get(0));
      assertThatThrownBy(written::finish)
          .isInstanceOf(IOException.class)
          .hasMessage("No space left");
    }
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void reportsAFileThatCannotBeStartedAndFreesItsMemory() {
    FailingChannel channel = new FailingChannel(0);
    assertThatThrownBy(() -> ArrowTableFile.open(channel, Shapes.EVERYTHING))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void rejectsAMissingValueAndFreesItsMemory() throws IOException {
    List<@Nullable Object> cells = new ArrayList<>(Shapes.ROWS.get(1));
    cells.set(0, null);
    try (TableFile written = open(Files.newByteChannel(file, CREATE))) {
      written.write(Shapes.ROWS.get(0));
      assertThatThrownBy(() -> written.write(cells))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Column required must not be null");
    }
  }

  /** What a file holds; {@code batches} are their numbers of rows. */
  private record Contents(
      Schema schema, List<List<@Nullable Object>> rows, List<Integer> batches) {}

  private static TableFile open(WritableByteChannel channel) throws IOException {
    return ArrowTableFile.open(channel, Shapes.EVERYTHING);
  }

  private void write(List<List<@Nullable Object>> rows) throws IOException {
    try (TableFile written = open(Files.newByteChannel(file, CREATE))) {
      for (List<@Nullable Object> row : rows) {
        written.write(row);
      }
      written.finish();
    }
  }

  private Contents read() throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<Integer> batches = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowFileReader reader = new ArrowFileReader(Files.newByteChannel(file), allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        batches.add(root.getRowCount());
        for (int index = 0; index < root.getRowCount(); index++) {
          rows.add(row(root, index));
        }
      }
      return new Contents(root.getSchema(), rows, batches);
    }
  }

  private static List<@Nullable Object> row(VectorSchemaRoot root, int index) {
    return members(root.getFieldVectors(), index);
  }

  private static List<@Nullable Object> members(List<FieldVector> vectors, int index) {
    List<@Nullable Object> values = new ArrayList<>();
    vectors.forEach(vector -> values.add(value(vector, index)));
    return values;
  }

  private static @Nullable Object value(FieldVector vector, int index) {
    if (vector.isNull(index)) {
      return null;
    }
    if (vector instanceof StructVector struct) {
      return members(struct.getChildrenFromFields(), index);
    }
    if (vector instanceof ListVector list) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int at = list.getElementStartIndex(index); at < list.getElementEndIndex(index); at++) {
        values.add(value(list.getDataVector(), at));
      }
      return values;
    }
    Object value = vector.getObject(index);
    return value instanceof Text ? value.toString() : value;
  }
}
