package org.unabridged.outputs.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.ColumnType;
import org.unabridged.outputs.columns.TableFile;
import org.unabridged.outputs.columns.TableShape;

/**
 * The slow and obvious twin of {@link ParquetTableFile}: rows go through parquet-java's record
 * consumer, which has its own way with levels, dictionaries, statistics and pages.
 */
final class RecordConsumerFile implements TableFile {

  private final WritableByteChannel channel;
  private final ParquetWriter<List<? extends @Nullable Object>> writer;

  RecordConsumerFile(WritableByteChannel channel, TableShape shape) throws IOException {
    this.channel = channel;
    Builder builder =
        new Builder(channel, new CellsWriteSupport(shape, ParquetSchemas.comments(shape)))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Zstandard())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(RowGroup.BYTES)
            .withDictionaryEncoding(false)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(1);
    shape.columns().forEach(column -> tune(builder, column.name(), column));
    this.writer = builder.build();
  }

  private static void tune(Builder builder, String path, Column column) {
    switch (column.storage()) {
      case PLAIN -> {}
      case REPEATING -> builder.withDictionaryEncoding(path, column.type() == ColumnType.STRING);
      case LONG_TEXT -> builder.withStatisticsEnabled(path, false);
    }
    String group = column.type() == ColumnType.LIST ? path + ".list." : path + ".";
    column.children().forEach(child -> tune(builder, group + child.name(), child));
  }

  @Override
  public void write(List<? extends @Nullable Object> cells) throws IOException {
    writer.write(cells);
  }

  @Override
  public void finish() throws IOException {
    writer.close();
  }

  @Override
  public void close() throws IOException {
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

  private static final class Zstandard implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return new BytesInputCompressor() {
        @Override
        public BytesInput compress(BytesInput page) throws IOException {
          return BytesInput.from(Zstd.compress(page.toByteArray(), ZstdFrames.LEVEL));
        }

        @Override
        public CompressionCodecName getCodecName() {
          return name;
        }

        @Override
        public void release() {}
      };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      throw new UnsupportedOperationException("For writing only");
    }

    @Override
    public void release() {}
  }
}
