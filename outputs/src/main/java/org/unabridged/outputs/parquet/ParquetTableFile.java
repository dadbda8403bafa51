package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.TableFile;
import org.unabridged.outputs.columns.TableShape;

/**
 * A Parquet file, zstd. The same rows give the same bytes. What is in memory at a time is one row
 * group of at most {@link RowGroup#BYTES}, or one row where a row is larger than that.
 */
public final class ParquetTableFile implements TableFile {

  /** Recorded in the file as what its rows came from. */
  private static final String MODEL = "unabridged";

  private final WritableByteChannel channel;
  private final TableShape shape;
  private final Map<String, String> metadata;
  private final MessageType message;
  private final PageCompressor compressor;
  private final ParquetFileWriter writer;
  private RowGroup group;

  private ParquetTableFile(
      WritableByteChannel channel,
      TableShape shape,
      Map<String, String> metadata,
      PageCompressor compressor)
      throws IOException {
    this.channel = channel;
    this.shape = shape;
    this.metadata = metadata;
    this.message = ParquetSchemas.message(shape);
    this.compressor = compressor;
    this.writer = writer(channel, message);
    this.group = new RowGroup(shape, message, compressor);
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
    return open(channel, shape, metadata, PageCompressor.shared());
  }

  /** Starts a file whose pages are compressed so; the compressor is closed with the file. */
  static ParquetTableFile open(
      WritableByteChannel channel,
      TableShape shape,
      Map<String, String> metadata,
      PageCompressor compressor)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(ParquetSchemas.comments(shape));
    all.put(ParquetWriter.OBJECT_MODEL_NAME_PROP, MODEL);
    all.putAll(metadata);
    return new ParquetTableFile(channel, shape, all, compressor);
  }

  private static ParquetFileWriter writer(WritableByteChannel channel, MessageType message)
      throws IOException {
    ParquetFileWriter writer =
        new ParquetFileWriter(
            new ChannelOutputFile(channel),
            message,
            ParquetFileWriter.Mode.CREATE,
            RowGroup.BYTES,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            ParquetProperties.builder().build());
    writer.start();
    return writer;
  }

  @Override
  public void write(List<? extends @Nullable Object> cells) throws IOException {
    group.add(cells);
    if (group.isFull()) {
      group.writeTo(writer);
      group = new RowGroup(shape, message, compressor);
    }
  }

  @Override
  public void finish() throws IOException {
    group.writeTo(writer);
    writer.end(metadata);
    close();
  }

  /** Memory of an unfinished file is on the heap but for that of the compressor. */
  @Override
  public void close() throws IOException {
    compressor.close();
    channel.close();
  }
}
