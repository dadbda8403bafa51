package org.unabridged.pipeline.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compressed files under a folder, each named by a key. A file is written in a scratch folder and
 * moved to its place in one step, so readers see all of it or nothing, whatever kills the writer.
 * What a crash of the machine tore all the same fails its checksum, counts as absent and is
 * removed. Any number of threads and processes may use the same folder.
 */
final class ContentStore implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ContentStore.class);
  private static final JsonMapper MAPPER = StateJson.mapper();

  /** Paths as text, because {@link Path} is not serializable. */
  private final String root;

  private final String scratch;

  /**
   * A store.
   *
   * @param root where its files are
   * @param scratch where files are while they are written; on the same file system
   */
  ContentStore(Path root, Path scratch) {
    this.root = root.toString();
    this.scratch = scratch.toString();
  }

  Path root() {
    return Path.of(root);
  }

  /** The store in a folder of this one. */
  ContentStore inside(String folder) {
    return new ContentStore(root().resolve(folder), Path.of(scratch));
  }

  /**
   * Whether something is there under this key that looks whole: its first and its last bytes are
   * read, nothing is decompressed. Only what the machine tore in its middle is missed.
   */
  boolean holds(String key) {
    Path file = file(key);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return GzipEnds.of(channel).plausible();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      LOG.warn("{} cannot be read ({}); its work is done again", file, e.toString());
      return false;
    }
  }

  /** What was saved under this key; null if nothing whole was. */
  <T> @Nullable T find(String key, Class<T> type) {
    byte[] bytes = findBytes(key);
    if (bytes == null) {
      return null;
    }
    try {
      return MAPPER.readValue(bytes, type);
    } catch (JsonProcessingException e) {
      LOG.warn("{} is not readable as {}; its work is done again", file(key), type.getSimpleName());
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Nullable String findText(String key) {
    byte[] bytes = findBytes(key);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  void save(String key, Object value) {
    try {
      saveBytes(key, MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot serialise " + value.getClass(), e);
    }
  }

  /**
   * Saves a value unless another one is there, also one that another process saves at this moment.
   */
  void saveFirst(String key, Object value) {
    try {
      saveBytes(key, MAPPER.writeValueAsBytes(value), ContentStore::keepFirst);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot serialise " + value.getClass(), e);
    }
  }

  void saveText(String key, String text) {
    saveBytes(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private byte @Nullable [] findBytes(String key) {
    Path file = file(key);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    } catch (NoSuchFileException e) {
      return null;
    } catch (ZipException | EOFException e) {
      // Torn or damaged: gzip's own checksum says so.
      LOG.warn("{} is damaged ({}); its work is done again", file, e.toString());
      remove(file);
      return null;
    } catch (IOException e) {
      LOG.warn("{} cannot be read ({}); its work is done again", file, e.toString());
      return null;
    }
  }

  /** So that the next look does not take it for whole. */
  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be removed ({})", file, e.toString());
    }
  }

  /** Gives a complete file its place. */
  @FunctionalInterface
  private interface Placing {
    void place(Path temporary, Path file) throws IOException;
  }

  private void saveBytes(String key, byte[] bytes) {
    saveBytes(key, bytes, ContentStore::move);
  }

  private void saveBytes(String key, byte[] bytes, Placing placing) {
    Path file = file(key);
    try {
      Path temporary = Path.of(scratch).resolve(UUID.randomUUID().toString());
      Files.createDirectories(temporary.getParent());
      Files.createDirectories(file.getParent());
      try {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(temporary))) {
          out.write(bytes);
        }
        placing.place(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the state folder " + root + ": " + e, e);
    }
  }

  /** A second name is given in one step, and only to what has none. */
  private static void keepFirst(Path temporary, Path file) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // It has one; or there are no links here, and what another process saves between this look
      // and the move is replaced. A full disk fails the move too.
      if (!isWhole(file)) {
        move(temporary, file);
      }
    }
  }

  private static boolean isWhole(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void move(Path temporary, Path file) throws IOException {
    try {
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Keys are hexadecimal hashes; two characters of folder keep folders small. */
  Path file(String key) {
    return root().resolve(key.substring(0, 2)).resolve(key + ".gz");
  }
}
