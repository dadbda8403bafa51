package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Cells;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.Storage;

/** A leaf in one row group: gathers values and levels, and closes pages as they become full. */
abstract sealed class LeafWriter implements FieldWriter permits PlainLeaf, DictionaryLeaf {

  /**
   * A page is full from here on. A tenth less than a mebibyte, which is the usual size, so that a
   * text of about that much has its own.
   */
  static final int PAGE_BYTES = (1 << 20) - (1 << 20) / 10;

  /** As other writers do, so that readers skip rows of narrow columns, too. */
  static final int PAGE_ROWS = 20_000;

  private final Column column;
  private final Depth depth;
  private final ColumnDescriptor descriptor;
  private final PageWindow window;
  private final Extremes extremes = new Extremes();
  private final Levels repetitions;
  private final Levels definitions;
  private final List<Page> pages = new ArrayList<>();
  private Statistics<?> statistics;
  private int values;
  private int nulls;
  private long firstRow;
  private long binaryBytes;

  LeafWriter(Column column, Depth depth, ColumnDescriptor descriptor, PageWindow window) {
    this.column = column;
    this.depth = depth;
    this.descriptor = descriptor;
    this.window = window;
    this.repetitions = new Levels(descriptor.getMaxRepetitionLevel());
    this.definitions = new Levels(descriptor.getMaxDefinitionLevel());
    this.statistics = noStatistics();
  }

  @Override
  public final void write(@Nullable Object value, int repetition) {
    Cells.requirePresence(column, value);
    if (value == null) {
      writeMissing(repetition, depth.around());
      return;
    }
    addLevels(repetition, depth.present());
    add(value);
    noticeFullPage();
  }

  @Override
  public final void writeMissing(int repetition, int definition) {
    addLevels(repetition, definition);
    nulls++;
    noticeFullPage();
  }

  private void addLevels(int repetition, int definition) {
    repetitions.add(repetition);
    definitions.add(definition);
    values++;
  }

  private void noticeFullPage() {
    if (pageBytes() >= PAGE_BYTES) {
      window.noticeFullPage();
    }
  }

  private long pageBytes() {
    return plainBytes() + repetitions.bytes() + definitions.bytes();
  }

  /** Appends to the values of the page. */
  abstract void add(Object value);

  /** How many bytes the values of the page take in the plain encoding. */
  abstract long plainBytes();

  /** How many bytes of values are in memory, but in no page yet. */
  abstract long bufferedBytes();

  /** Takes the values of the page. */
  abstract PlainPage takeValues(byte[] levels) throws IOException;

  /** How the values taken last are encoded. */
  abstract Encoding encoding();

  /** The dictionary, if any page needs it. */
  abstract @Nullable PlainPage takeDictionary();

  /** How many entries the dictionary has. */
  abstract int dictionarySize();

  /** Whether minimum and maximum are kept. */
  final boolean bounded() {
    return column.storage() != Storage.LONG_TEXT;
  }

  final Extremes extremes() {
    return extremes;
  }

  final void countNan() {
    statistics.updateStats(Double.NaN);
  }

  final void countBinary(int bytes) {
    binaryBytes += bytes;
  }

  /** In which row its page is full at the latest. */
  final long lastRow() {
    return firstRow + PAGE_ROWS;
  }

  /** Closes the page after so many rows of the row group, if it is full. */
  final void closeFullPage(long rows) throws IOException {
    if (rows >= lastRow() || pageBytes() >= PAGE_BYTES) {
      closePage(rows);
    }
  }

  private void closePage(long rows) throws IOException {
    extremes.moveTo(statistics, column.type());
    statistics.incrementNumNulls(nulls);
    PlainPage page = takeValues(levels());
    pages.add(
        new Page(
            window.add(page),
            page.size(),
            values,
            Math.toIntExact(rows - firstRow),
            statistics,
            sizes(),
            encoding()));
    repetitions.clear();
    definitions.clear();
    statistics = noStatistics();
    values = 0;
    nulls = 0;
    binaryBytes = 0;
    firstRow = rows;
  }

  private byte[] levels() throws IOException {
    return BytesInput.concat(repetitions.encoded(), definitions.encoded()).toByteArray();
  }

  /** A histogram of definition levels is left out where the number of nulls says the same. */
  private SizeStatistics sizes() {
    return new SizeStatistics(
        descriptor.getPrimitiveType(),
        binaryBytes,
        repetitions.histogram(2),
        definitions.histogram(3));
  }

  private Statistics<?> noStatistics() {
    return bounded()
        ? Statistics.createStats(descriptor.getPrimitiveType())
        : Statistics.noopStats(descriptor.getPrimitiveType());
  }

  /** Closes the last page, after so many rows of the row group. */
  final ColumnChunk finish(long rows) throws IOException {
    if (rows > firstRow) {
      closePage(rows);
    }
    PlainPage dictionary = takeDictionary();
    return new ColumnChunk(
        descriptor,
        dictionary == null
            ? null
            : new ColumnChunk.Dictionary(
                window.add(dictionary), Math.toIntExact(dictionary.size()), dictionarySize()),
        pages);
  }
}
