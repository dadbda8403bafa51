package org.unabridged.pipeline.state;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The output folders that use a state folder. Any number of runs use one at the same time, each
 * with its own output; only a sweep must be alone. It therefore holds the lock of the state folder,
 * through which every run passes at its start, and the locks of all outputs that ever passed.
 *
 * @param state the state folder
 */
public record StateUsers(Path state) {
  private static final String REGISTER = "outputs";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /**
   * Notes that an output uses the state folder, which is made when it is missing. Waits for a sweep
   * to end, at most a minute. The lock on the output must be held.
   *
   * @throws OutputLockedException if it is still being swept then
   * @throws IOException if the state folder cannot be written to
   */
  public void add(Path output, String runId) throws IOException {
    Files.createDirectories(register());
    try (OutputLock gate = passGate(runId)) {
      Path real = output.toRealPath();
      Path entry = register().resolve(Hashes.of(real.toString()));
      if (!Files.exists(entry)) {
        Path beside = state.resolve("." + UUID.randomUUID());
        Files.writeString(beside, real.toString());
        Files.move(beside, entry, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * Locks out every run that uses the state folder or could begin to.
   *
   * @param more outputs that count as users although they never said so
   * @throws OutputLockedException if a run is using it
   */
  public Locked lock(List<Path> more) throws IOException {
    List<OutputLock> locks = new ArrayList<>();
    Locked locked = null;
    try {
      locks.add(passGate("state gc"));
      TreeSet<Path> outputs = new TreeSet<>();
      for (Path output : more) {
        outputs.add(output.toRealPath());
      }
      List<Path> gone = new ArrayList<>();
      for (Path output : registered()) {
        (Files.isDirectory(output) ? outputs : gone).add(output);
      }
      for (Path output : outputs) {
        locks.add(OutputLock.acquire(output, "state gc"));
      }
      locked = new Locked(List.copyOf(outputs), gone, locks);
      return locked;
    } finally {
      if (locked == null) {
        closeAll(locks);
      }
    }
  }

  /**
   * All users, locked out.
   *
   * @param outputs those that are there
   * @param gone those that no longer are, so that nothing is kept for them
   * @param locks one of each and that of the state folder
   */
  public record Locked(List<Path> outputs, List<Path> gone, List<OutputLock> locks)
      implements AutoCloseable {
    /** Copies the lists. */
    public Locked {
      outputs = List.copyOf(outputs);
      gone = List.copyOf(gone);
      locks = List.copyOf(locks);
    }

    @Override
    public void close() {
      closeAll(locks);
    }
  }

  static boolean isRegister(Path state, Path folder) {
    return folder.equals(state.resolve(REGISTER));
  }

  private Path register() {
    return state.resolve(REGISTER);
  }

  private List<Path> registered() throws IOException {
    List<Path> outputs = new ArrayList<>();
    if (Files.isDirectory(register())) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(register())) {
        for (Path entry : entries) {
          outputs.add(Path.of(Files.readString(entry)));
        }
      }
    }
    return outputs;
  }

  /** Runs that start at the same moment pass one after the other. */
  private OutputLock passGate(String who) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return OutputLock.acquire(state, who);
      } catch (OutputLockedException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a lock", e);
    }
  }

  private static void closeAll(List<OutputLock> locks) {
    for (int i = locks.size() - 1; i >= 0; i--) {
      locks.get(i).close();
    }
  }
}
