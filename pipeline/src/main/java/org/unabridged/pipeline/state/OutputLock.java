package org.unabridged.pipeline.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two runs out of the same output folder. The operating system frees the lock when its owner
 * dies, however it dies; the owner's details are there for people.
 */
public final class OutputLock implements AutoCloseable {
  /**
   * Locks of this process with what their owners said. The file is not even opened for these:
   * closing any handle of a locked file drops the process's lock on it.
   */
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private OutputLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws OutputLockedException if another run holds it
   * @throws IOException if the folder cannot be written to
   */
  public static OutputLock acquire(Path output, String runId) throws IOException {
    Path file = output.toRealPath().resolve(".lock");
    String owner =
        "run " + runId + ", process " + ProcessHandle.current().pid() + ", since " + Instant.now();
    String other = HELD.putIfAbsent(file, owner);
    if (other != null) {
      throw new OutputLockedException(output, other);
    }
    OutputLock lock = null;
    try {
      lock = lock(output, file);
      lock.write(owner);
      return lock;
    } finally {
      if (lock == null) {
        HELD.remove(file);
      }
    }
  }

  private static OutputLock lock(Path output, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      if (lock == null) {
        throw new OutputLockedException(output, Files.readString(file).strip());
      }
      return new OutputLock(file, channel, lock);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  private void write(String owner) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
  }

  @Override
  public void close() {
    try (FileChannel closing = channel) {
      closing.truncate(0);
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
