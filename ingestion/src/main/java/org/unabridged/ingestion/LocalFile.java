package org.unabridged.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/** A file on this machine: itself, or a temporary copy of one in another file system. */
record LocalFile(Path path, boolean temporary) implements AutoCloseable {
  static LocalFile of(String uri) throws IOException {
    if (uri.startsWith("file:")) {
      return new LocalFile(Path.of(URI.create(uri)), false);
    }
    ResourceId resource = FileSystems.matchNewResource(uri, false);
    Path copy = Files.createTempFile("unabridged-", suffix(resource.getFilename()));
    try (InputStream bytes = Channels.newInputStream(FileSystems.open(resource))) {
      Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
      return new LocalFile(copy, true);
    } catch (IOException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  /** The bytes of a file, read where it lies. */
  static InputStream open(String uri) throws IOException {
    return uri.startsWith("file:")
        ? Files.newInputStream(Path.of(URI.create(uri)))
        : Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(uri, false)));
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(path);
    }
  }

  /** Some formats are told by their names, such as comma-separated values. */
  private static String suffix(@Nullable String name) {
    int dot = name == null ? -1 : name.lastIndexOf('.');
    return dot < 0 || name == null || !name.substring(dot).matches("\\.[A-Za-z0-9]{1,10}")
        ? ".bin"
        : name.substring(dot);
  }
}
