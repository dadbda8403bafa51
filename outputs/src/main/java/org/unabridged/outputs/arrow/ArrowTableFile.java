package org.unabridged.outputs.arrow;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.TableFile;
import org.unabridged.outputs.columns.TableShape;

/**
 * An uncompressed Arrow IPC file. The same rows give the same bytes. What is in memory at a time is
 * one record batch, which ends once it holds {@link #BATCH_BYTES}, so at most that and one row.
 */
public final class ArrowTableFile implements TableFile {

  /** Large enough to make a batch's overhead vanish, small enough for many files at once. */
  static final long BATCH_BYTES = 8L << 20;

  /** What Arrow's other writers use; keeps batches of narrow rows comparable. */
  static final int BATCH_ROWS = 1 << 16;

  private final WritableByteChannel channel;
  private final TableShape shape;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot batch;
  private final ArrowFileWriter writer;
  private int rows;
  private long bytes;

  private ArrowTableFile(WritableByteChannel channel, TableShape shape) {
    this.channel = channel;
    this.shape = shape;
    this.allocator = new RootAllocator();
    this.batch = VectorSchemaRoot.create(ArrowSchemas.schema(shape), allocator);
    this.writer = new ArrowFileWriter(batch, null, channel);
  }

  /**
   * Starts a file.
   *
   * @param channel where it goes; closed with the file
   * @param shape its table
   */
  public static ArrowTableFile open(WritableByteChannel channel, TableShape shape)
      throws IOException {
    ArrowTableFile file = new ArrowTableFile(channel, shape);
    try {
      file.writer.start();
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void write(List<? extends @Nullable Object> cells) throws IOException {
    bytes += VectorWriter.write(batch.getFieldVectors(), shape.columns(), rows, cells);
    rows++;
    if (bytes >= BATCH_BYTES || rows >= BATCH_ROWS) {
      writeBatch();
    }
  }

  private void writeBatch() throws IOException {
    batch.setRowCount(rows);
    writer.writeBatch();
    batch.clear();
    rows = 0;
    bytes = 0;
  }

  @Override
  public void finish() throws IOException {
    if (rows > 0) {
      writeBatch();
    }
    writer.end();
    close();
  }

  @Override
  public void close() throws IOException {
    batch.close();
    allocator.close();
    channel.close();
  }
}
