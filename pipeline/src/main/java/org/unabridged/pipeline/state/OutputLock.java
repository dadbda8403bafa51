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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs out of the same folder. On one machine the operating system sees to that, and
 * frees the lock when its owner dies, however it dies. Not every shared file system carries locks
 * from one machine to another, so the owner also gives a sign of life in the file every few
 * seconds: the lock of an owner on another machine is taken over only after it gave none.
 */
public final class OutputLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);

  /**
   * Locks of this process with what their owners said. The file is not even opened for these:
   * closing any handle of a locked file drops the process's lock on it.
   */
  private static final Map<Path, LockOwner> HELD = new ConcurrentHashMap<>();

  /** Far more than {@link LockOwner#text()} needs. */
  private static final int MOST_BYTES = 4096;

  private static final String FILE = ".lock";

  private static final int MOST_LOOKS = 20;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

  private final Path output;
  private final Path file;
  private final FileChannel channel;
  private final @Nullable FileLock lock;
  private final ScheduledExecutorService heart;
  private LockOwner owner;

  /**
   * When an owner counts as dead.
   *
   * @param beat time between two signs of life
   * @param patience how long to watch for one; several beats
   * @param old a file that has not changed for so long needs no watching
   */
  record Liveness(Duration beat, Duration patience, Duration old) {
    /** Patience covers pauses of a busy machine and the caches of network file systems. */
    static Liveness defaults() {
      return new Liveness(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(10));
    }
  }

  private OutputLock(
      Path output, Path file, FileChannel channel, @Nullable FileLock lock, LockOwner owner) {
    this.output = output;
    this.file = file;
    this.channel = channel;
    this.lock = lock;
    this.owner = owner;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sign of life");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lock. Returns at once unless the lock was last held on another machine, whose owner
   * may be alive.
   *
   * @throws OutputLockedException if another run holds it
   * @throws IOException if the folder cannot be written to
   */
  public static OutputLock acquire(Path output, String runId) throws IOException {
    return acquire(output, runId, Liveness.defaults());
  }

  static OutputLock acquire(Path output, String runId, Liveness liveness) throws IOException {
    Path file = output.toRealPath().resolve(FILE);
    LockOwner owner = LockOwner.ofThisProcess(runId);
    LockOwner other = HELD.putIfAbsent(file, owner);
    if (other != null) {
      throw new OutputLockedException(output, other.description());
    }
    OutputLock acquired = null;
    try {
      acquired = acquire(output, file, owner, liveness);
      return acquired;
    } finally {
      if (acquired == null) {
        HELD.remove(file);
      }
    }
  }

  /** Whether a file is that of a lock. */
  static boolean isFile(Path file) {
    return file.endsWith(FILE);
  }

  private static OutputLock acquire(Path output, Path file, LockOwner owner, Liveness liveness)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    OutputLock acquired = null;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new OutputLockedException(output, described(channel).description());
      }
      LockOwner former = read(channel);
      if (isAlive(file, channel, owner, liveness)) {
        throw new OutputLockedException(output, former.description());
      }
      if (!former.isNobody()) {
        LOG.warn("taking over from a run that ended without a word: {}", former.description());
      }
      OutputLock locked = new OutputLock(output, file, channel, lock, owner);
      // On a full disk this fails, and the channel must not stay open with its lock.
      locked.write(owner);
      locked.live(liveness.beat());
      acquired = locked;
      return acquired;
    } finally {
      if (acquired == null) {
        channel.close();
      }
    }
  }

  /** Of an owner under the same operating system, the lock that was just got says it is dead. */
  private static boolean isAlive(Path file, FileChannel channel, LockOwner owner, Liveness liveness)
      throws IOException {
    LockOwner former = read(channel);
    if (former.isNobody() || former.sharesSystemWith(owner)) {
      return false;
    }
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    if (changed.isBefore(Instant.now().minus(liveness.old()))) {
      return false;
    }
    LOG.warn(
        "waiting {} s for a sign of life of {}",
        liveness.patience().toSeconds(),
        former.description());
    long end = System.nanoTime() + liveness.patience().toNanos();
    while (System.nanoTime() < end) {
      pause(liveness.beat());
      if (!read(channel).equals(former)) {
        return true;
      }
    }
    return false;
  }

  /** An owner that has only just got the lock may not have written yet. */
  private static LockOwner described(FileChannel channel) throws IOException {
    LockOwner owner = read(channel);
    for (int look = 0; look < MOST_LOOKS && owner.isNobody(); look++) {
      pause(BETWEEN_LOOKS);
      owner = read(channel);
    }
    return owner;
  }

  /** Through the channel that holds the lock: closing another one would drop it. */
  private static LockOwner read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    channel.read(bytes, 0);
    return LockOwner.parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
  }

  private static void pause(Duration time) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a lock", e);
    }
  }

  private void live(Duration beat) {
    var unused =
        heart.scheduleAtFixedRate(
            this::giveSign, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whoever took the lock over has it now; its file is left alone. */
  private synchronized void giveSign() {
    try {
      if (isMine()) {
        owner = owner.nextBeat();
        write(owner);
      }
    } catch (IOException e) {
      // The run's own work will meet the same trouble and say so.
      LOG.debug("no sign of life in {}: {}", file, e.toString());
    }
  }

  /**
   * Makes sure that this lock was not taken over, as happens where the file system carries no locks
   * between machines and this process was stopped for longer than others are patient.
   *
   * @throws OutputLockedException if it was
   */
  public synchronized void requireHeld() {
    try {
      if (!isMine()) {
        throw new OutputLockedException(output, read(channel).description());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the lock of " + output + ": " + e, e);
    }
  }

  private boolean isMine() throws IOException {
    return read(channel).description().equals(owner.description());
  }

  private void write(LockOwner written) throws IOException {
    byte[] text = written.text().getBytes(StandardCharsets.UTF_8);
    channel.write(ByteBuffer.wrap(text), 0);
    channel.truncate(text.length);
    channel.force(true);
  }

  @Override
  public synchronized void close() {
    heart.shutdownNow();
    try (FileChannel closing = channel) {
      if (isMine()) {
        closing.truncate(0);
      }
      if (lock != null) {
        lock.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
