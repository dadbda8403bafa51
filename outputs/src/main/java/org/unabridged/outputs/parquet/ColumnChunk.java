package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/**
 * All pages of a leaf in a row group.
 *
 * @param descriptor the leaf
 * @param dictionary null when no page needs one
 * @param pages in order
 */
record ColumnChunk(ColumnDescriptor descriptor, @Nullable Dictionary dictionary, List<Page> pages) {

  /**
   * The page that comes first.
   *
   * @param bytes what goes into the file, once it is compressed
   * @param plainSize how many bytes it had before
   * @param entries how many entries it has
   */
  record Dictionary(Future<BytesInput> bytes, int plainSize, int entries) {}

  ColumnChunk {
    pages = List.copyOf(pages);
  }

  /** Appends it to the row group of a file. All its pages must be compressed. */
  void writeTo(ParquetFileWriter file) throws IOException {
    long values = pages.stream().mapToLong(Page::values).sum();
    file.startColumn(descriptor, values, CompressionCodecName.ZSTD);
    if (dictionary != null) {
      write(dictionary, file);
    }
    for (Page page : pages) {
      write(page, file);
    }
    file.endColumn();
  }

  @SuppressWarnings("deprecation") // the encoding's name in the first version of the format
  private static void write(Dictionary dictionary, ParquetFileWriter file) throws IOException {
    file.writeDictionaryPage(
        new DictionaryPage(
            PageCompressor.result(dictionary.bytes()),
            dictionary.plainSize(),
            dictionary.entries(),
            Encoding.PLAIN_DICTIONARY));
  }

  private static void write(Page page, ParquetFileWriter file) throws IOException {
    file.writeDataPage(
        page.values(),
        Math.toIntExact(page.plainSize()),
        PageCompressor.result(page.bytes()),
        page.statistics(),
        page.rows(),
        Encoding.RLE,
        Encoding.RLE,
        page.encoding(),
        null,
        null,
        page.sizes());
  }
}
