package org.unabridged.outputs.parquet;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.outputs.columns.TableFile;

class ParquetTableFileTest {

  private static final long SEED = Long.getLong("unabridged.seed", System.nanoTime());

  /** Enough for pages that end at their rows and at their bytes, and for dictionaries given up. */
  private static final int MANY = 45_000;

  private static final Executor NEVER = task -> {};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 1000, MANY})
  void agreesWithTheRecordConsumerOfParquetJava(int rows) throws Exception {
    Path fast = folder.resolve("fast.parquet");
    Path slow = folder.resolve("slow.parquet");
    Files.write(fast, written(rows, PageCompressor.shared()));
    try (TableFile file =
        new RecordConsumerFile(Files.newByteChannel(slow, CREATE, WRITE), RandomTable.SHAPE)) {
      write(rows, file);
    }

    assertThat(rows(fast)).as("seed %d", SEED).isEqualTo(rows(slow)).hasSize(rows);
    assertThat(chunks(fast)).as("seed %d", SEED).isEqualTo(chunks(slow));
  }

  @Test
  void writesTheSameBytesWhateverTheNumberOfThreads() throws Exception {
    byte[] alone = written(MANY, new PageCompressor(new ZstdFrames(), NEVER, 0));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      byte[] together = written(MANY, new PageCompressor(new ZstdFrames(), threads, 3));
      assertThat(together).as("seed %d", SEED).isEqualTo(alone);
    } finally {
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void doesNotNeedTheThreadsThatItAsksForHelp() throws Exception {
    assertThat(written(1000, new PageCompressor(new ZstdFrames(), NEVER, 3)))
        .isEqualTo(written(1000, new PageCompressor(new ZstdFrames(), NEVER, 0)));
  }

  @Test
  void reportsWhatFailsInAnotherThreadAndLeavesNoneBehind() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Failing failing = new Failing(new IOException("The page is cursed"));
    assertThatThrownBy(() -> written(MANY, new PageCompressor(failing, threads, 2)))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot compress a page")
        .hasRootCauseMessage("The page is cursed");
    assertThat(failing.closed).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void passesOnThatMemoryRanOutInAnotherThread() {
    PageCompressor compressor =
        new PageCompressor(new Failing(new OutOfMemoryError("of a helper")), Runnable::run, 1);
    assertThatThrownBy(() -> written(MANY, compressor))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("of a helper");
  }

  @Test
  void stopsWhenInterruptedAndLetsPagesInWorkEnd() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ZstdFrames frames = new ZstdFrames();
    PageCompressor compressor =
        new PageCompressor(
            new PageCompressor.Compression() {
              @Override
              public BytesInput compress(PlainPage page) throws IOException {
                begun.countDown();
                await(go);
                return frames.compress(page);
              }

              @Override
              public void close() {
                frames.close();
              }
            },
            thread,
            1);
    var page = compressor.start(new PlainPage(new byte[0], new byte[1000], 1000));
    begun.await();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> compressor.await(page)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    compressor.close();
    go.countDown();
    assertThat(page.get().size()).isBetween(1L, 100L);
    thread.shutdown();
    assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Cannot compress. */
  private static final class Failing implements PageCompressor.Compression {
    private final Throwable failure;
    private boolean closed;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public BytesInput compress(PlainPage page) throws IOException {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (IOException) failure;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static byte[] written(int rows, PageCompressor compressor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TableFile file =
        ParquetTableFile.open(
            Channels.newChannel(bytes), RandomTable.SHAPE, Map.of(), compressor)) {
      write(rows, file);
    }
    return bytes.toByteArray();
  }

  private static void write(int rows, TableFile file) throws IOException {
    for (List<@Nullable Object> row : new RandomTable(SEED).rows(rows).toList()) {
      file.write(row);
    }
    file.finish();
  }

  private static List<List<@Nullable Object>> rows(Path file) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    ParquetTableReader.read(file, RandomTable.SHAPE, rows::add);
    return rows;
  }

  /** What a file says of a column chunk, apart from where it stands. */
  private record Chunk(
      String path,
      long values,
      String statistics,
      String sizes,
      boolean dictionary,
      boolean plain,
      @Nullable String columnIndex,
      List<Long> firstRows) {}

  private static List<Chunk> chunks(Path path) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdDecompression())
            .build();
    List<Chunk> chunks = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(path), options)) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData column : block.getColumns()) {
          chunks.add(chunk(column, reader.readColumnIndex(column), reader.readOffsetIndex(column)));
        }
      }
    }
    return chunks;
  }

  private static Chunk chunk(
      ColumnChunkMetaData column, @Nullable ColumnIndex index, OffsetIndex offsets) {
    List<Long> firstRows = new ArrayList<>();
    for (int page = 0; page < offsets.getPageCount(); page++) {
      firstRows.add(offsets.getFirstRowIndex(page));
    }
    var sizes = column.getSizeStatistics();
    return new Chunk(
        column.getPath().toDotString(),
        column.getValueCount(),
        String.valueOf(column.getStatistics()),
        sizes.getUnencodedByteArrayDataBytes()
            + " "
            + sizes.getRepetitionLevelHistogram()
            + " "
            + sizes.getDefinitionLevelHistogram(),
        column.getEncodings().contains(Encoding.PLAIN_DICTIONARY),
        column.getEncodings().contains(Encoding.PLAIN),
        index == null ? null : index.toString(),
        firstRows);
  }
}
