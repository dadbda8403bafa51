package org.unabridged.outputs;

import static org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions.RESOLVE_DIRECTORY;
import static org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions.RESOLVE_FILE;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.unabridged.outputs.arrow.ArrowSchemas;
import org.unabridged.outputs.arrow.ArrowTableFile;
import org.unabridged.outputs.columns.TableFile;
import org.unabridged.outputs.columns.TableShape;
import org.unabridged.outputs.parquet.ParquetTableFile;

/**
 * The files of one shard, one for each table and format. Until all are complete they have hidden
 * names of their own, so that an attempt that a runner gave up cannot spoil the one that counts.
 */
final class ShardFiles implements AutoCloseable {

  /** A file, the name that it has while it is written and the one that readers look for. */
  private record OpenFile(String name, ResourceId hidden, ResourceId visible, TableFile file) {}

  private final Map<Table, List<OpenFile>> files = new EnumMap<>(Table.class);
  private boolean published;

  private ShardFiles() {}

  /** Starts the files below a folder. */
  static ShardFiles open(String folder, int shard, Set<Format> formats) throws IOException {
    ShardFiles shardFiles = new ShardFiles();
    try {
      for (Table table : Table.values()) {
        List<OpenFile> ofTable = new ArrayList<>();
        shardFiles.files.put(table, ofTable);
        for (Format format : formats) {
          ofTable.add(open(folder, shard, table, format));
        }
      }
      return shardFiles;
    } catch (IOException | RuntimeException e) {
      shardFiles.closeAfter(e);
      throw e;
    }
  }

  private static OpenFile open(String folder, int shard, Table table, Format format)
      throws IOException {
    ResourceId parent = FileSystems.matchNewResource(folder, true);
    for (String name : format.folders(table)) {
      parent = parent.resolve(name, RESOLVE_DIRECTORY);
    }
    String fileName = format.fileName(shard);
    ResourceId hidden = parent.resolve("." + fileName + "." + UUID.randomUUID(), RESOLVE_FILE);
    return new OpenFile(
        format.folder(table) + "/" + fileName,
        hidden,
        parent.resolve(fileName, RESOLVE_FILE),
        open(hidden, table.shape(), format));
  }

  private static TableFile open(ResourceId resource, TableShape shape, Format format)
      throws IOException {
    WritableByteChannel channel = FileSystems.create(resource, "application/octet-stream");
    try {
      return switch (format) {
        case PARQUET ->
            ParquetTableFile.open(
                channel, shape, Map.of("ARROW:schema", ArrowSchemas.encoded(shape)));
        case ARROW -> ArrowTableFile.open(channel, shape);
      };
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Appends a row to the files of its table. */
  void write(Row row) throws IOException {
    for (OpenFile open : files.getOrDefault(row.table(), List.of())) {
      open.file().write(row.cells());
    }
  }

  /** Completes the files, gives them their names and returns these, relative to the folder. */
  List<String> publish() throws IOException {
    List<OpenFile> all = all();
    for (OpenFile open : all) {
      open.file().finish();
    }
    FileSystems.rename(
        all.stream().map(OpenFile::hidden).toList(), all.stream().map(OpenFile::visible).toList());
    published = true;
    return all.stream().map(OpenFile::name).toList();
  }

  /** Deletes what was not published. */
  @Override
  public void close() throws IOException {
    if (published) {
      return;
    }
    List<OpenFile> all = all();
    try {
      closeEach(all);
    } finally {
      FileSystems.delete(
          all.stream().map(OpenFile::hidden).toList(), StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }

  /** Closes every file, whatever happens to the others. */
  private static void closeEach(List<OpenFile> files) throws IOException {
    IOException failure = null;
    for (OpenFile open : files) {
      try {
        open.file().close();
      } catch (IOException | RuntimeException e) {
        if (failure == null) {
          failure = new IOException("Cannot close " + open.name(), e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private List<OpenFile> all() {
    return files.values().stream().flatMap(List::stream).toList();
  }
}
