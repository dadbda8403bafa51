package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Cells;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.ColumnType;
import org.unabridged.outputs.columns.Storage;
import org.unabridged.outputs.columns.TableShape;

/** The rows of one row group, column by column. */
final class RowGroup {

  /**
   * Half of what readers like to have at once, because up to six files are written side by side.
   */
  static final long BYTES = 32L << 20;

  private final TableShape shape;
  private final PageWindow window;
  private final List<LeafWriter> leaves = new ArrayList<>();
  private final List<FieldWriter> fields = new ArrayList<>();
  private long rows;

  /** When a page is full by its rows. */
  private long lastRow = LeafWriter.PAGE_ROWS;

  private boolean full;

  RowGroup(TableShape shape, MessageType message, PageCompressor compressor) {
    this.shape = shape;
    this.window = new PageWindow(compressor);
    Iterator<ColumnDescriptor> descriptors = message.getColumns().iterator();
    for (Column column : shape.columns()) {
      fields.add(field(column, Depth.top(column), descriptors));
    }
  }

  /** Leaves are met in the order in which the schema lists them. */
  private FieldWriter field(Column column, Depth depth, Iterator<ColumnDescriptor> descriptors) {
    return switch (column.type()) {
      case LIST ->
          new ListWriter(
              column, depth, field(column.element(), depth.element(column.element()), descriptors));
      case STRUCT -> {
        List<FieldWriter> members = new ArrayList<>();
        for (Column member : column.children()) {
          members.add(field(member, depth.member(member), descriptors));
        }
        yield new StructWriter(column, depth, members);
      }
      case STRING, INT32, INT64, FLOAT64, BOOLEAN -> {
        LeafWriter leaf = leaf(column, depth, descriptors.next());
        leaves.add(leaf);
        yield leaf;
      }
    };
  }

  private LeafWriter leaf(Column column, Depth depth, ColumnDescriptor descriptor) {
    boolean dictionary =
        column.storage() == Storage.REPEATING && column.type() == ColumnType.STRING;
    return dictionary
        ? new DictionaryLeaf(column, depth, descriptor, window)
        : new PlainLeaf(column, depth, descriptor, window);
  }

  /** Appends a row. */
  void add(List<? extends @Nullable Object> cells) throws IOException {
    Cells.requireWidth(shape.columns(), cells);
    for (int index = 0; index < fields.size(); index++) {
      fields.get(index).write(cells.get(index), 0);
    }
    rows++;
    if (rows == lastRow || window.hasFullPage()) {
      closeFullPages();
      weigh();
    }
  }

  private void closeFullPages() throws IOException {
    window.forgetFullPages();
    lastRow = Long.MAX_VALUE;
    for (LeafWriter leaf : leaves) {
      leaf.closeFullPage(rows);
      lastRow = Math.min(lastRow, leaf.lastRow());
    }
  }

  /** Rather a little less than more than it should be: two more rows might be too much. */
  private void weigh() {
    long bytes = window.bytes();
    for (LeafWriter leaf : leaves) {
      bytes += leaf.bufferedBytes();
    }
    full = bytes + 2 * bytes / rows > BYTES;
  }

  /** Whether it holds about {@link #BYTES}; looked at whenever a page is closed. */
  boolean isFull() {
    return full;
  }

  /** Appends it to a file, unless it has no rows. */
  void writeTo(ParquetFileWriter file) throws IOException {
    if (rows == 0) {
      return;
    }
    List<ColumnChunk> chunks = new ArrayList<>();
    for (LeafWriter leaf : leaves) {
      chunks.add(leaf.finish(rows));
    }
    window.settle();
    file.startBlock(rows);
    for (ColumnChunk chunk : chunks) {
      chunk.writeTo(file);
    }
    file.endBlock();
  }
}
