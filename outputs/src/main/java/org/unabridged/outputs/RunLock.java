package org.unabridged.outputs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life of a run: a lock that the operating system takes back when the process ends,
 * however it ends.
 */
final class RunLock implements AutoCloseable {

  /**
   * Locks of this JVM. The operating system cannot be asked about them: it answers for the whole
   * process, and closing any handle of a file drops the process's lock on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private RunLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** Takes the lock; null when somebody holds it. */
  static @Nullable RunLock tryAcquire(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (!HELD.add(absolute)) {
      return null;
    }
    RunLock lock = null;
    try {
      lock = tryLock(absolute);
      return lock;
    } finally {
      if (lock == null) {
        HELD.remove(absolute);
      }
    }
  }

  private static @Nullable RunLock tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      return lock == null ? null : new RunLock(file, channel, lock);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  /** Deletes the file and gives the lock back. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
      if (lock.isValid()) {
        lock.release();
      }
    } finally {
      channel.close();
      HELD.remove(file);
    }
  }
}
