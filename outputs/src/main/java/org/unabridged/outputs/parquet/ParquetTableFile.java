package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Storage;
import org.unabridged.outputs.columns.TableFile;
import org.unabridged.outputs.columns.TableShape;

/**
 * A Parquet file, zstd. The same rows give the same bytes. What is in memory at a time is one row
 * group of at most {@link #ROW_GROUP_BYTES}, or one row where a row is larger than that.
 */
public final class ParquetTableFile implements TableFile {

  /**
   * Half of what readers like to have at once, because up to six files are written side by side.
   */
  static final long ROW_GROUP_BYTES = 32L << 20;

  /** How many rows may pass between two looks at the size of the row group when rows are short. */
  private static final int SHORT_ROWS_UNCHECKED = 1024;

  private final WritableByteChannel channel;
  private final ZstdCodecFactory codec = new ZstdCodecFactory();
  private final ParquetWriter<List<? extends @Nullable Object>> writer;

  private ParquetTableFile(
      WritableByteChannel channel, TableShape shape, Map<String, String> metadata)
      throws IOException {
    this.channel = channel;
    this.writer = writer(channel, codec, shape, metadata);
  }

  /**
   * Starts a file.
   *
   * @param channel where it goes; closed with the file
   * @param shape its table
   * @param metadata key-value metadata beside the comments
   */
  public static ParquetTableFile open(
      WritableByteChannel channel, TableShape shape, Map<String, String> metadata)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(ParquetSchemas.comments(shape));
    all.putAll(metadata);
    return new ParquetTableFile(channel, shape, all);
  }

  private static ParquetWriter<List<? extends @Nullable Object>> writer(
      WritableByteChannel channel,
      ZstdCodecFactory codec,
      TableShape shape,
      Map<String, String> metadata)
      throws IOException {
    Builder builder =
        new Builder(channel, new CellsWriteSupport(shape, metadata))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(codec)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withDictionaryEncoding(false);
    Map<String, Storage> leaves = ParquetSchemas.leaves(shape);
    leaves.forEach((path, storage) -> tune(builder, path, storage));
    // One row of texts can fill a row group, so each is weighed before the next comes.
    boolean longRows = leaves.containsValue(Storage.LONG_TEXT);
    return builder
        .withMinRowCountForPageSizeCheck(1)
        .withMaxRowCountForPageSizeCheck(longRows ? 1 : SHORT_ROWS_UNCHECKED)
        .build();
  }

  private static void tune(Builder builder, String path, Storage storage) {
    switch (storage) {
      case PLAIN -> {}
      case REPEATING -> builder.withDictionaryEncoding(path, true);
      case LONG_TEXT -> builder.withStatisticsEnabled(path, false);
    }
  }

  @Override
  public void write(List<? extends @Nullable Object> cells) throws IOException {
    writer.write(cells);
  }

  @Override
  public void finish() throws IOException {
    writer.close();
  }

  /** Memory of an unfinished writer is on the heap but for that of the codec. */
  @Override
  public void close() throws IOException {
    codec.release();
    channel.close();
  }

  private static final class Builder
      extends ParquetWriter.Builder<List<? extends @Nullable Object>, Builder> {

    private final CellsWriteSupport support;

    Builder(WritableByteChannel channel, CellsWriteSupport support) {
      super(new ChannelOutputFile(channel));
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<List<? extends @Nullable Object>> getWriteSupport(
        Configuration configuration) {
      return support;
    }

    @Override
    protected WriteSupport<List<? extends @Nullable Object>> getWriteSupport(
        ParquetConfiguration configuration) {
      return support;
    }
  }
}
