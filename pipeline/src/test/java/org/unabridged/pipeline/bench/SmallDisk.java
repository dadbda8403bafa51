package org.unabridged.pipeline.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.unabridged.pipeline.testing.Tables;

/**
 * A small disk of its own, which is filled up: a run on a full disk fails, costs no earlier result,
 * and goes on when there is room.
 *
 * @param disk where to mount it
 */
record SmallDisk(Path disk) {
  private static final String SIZE = "24m";

  /** Enough to begin with, not enough to end. */
  private static final long LEFT_BYTES = 96 << 10;

  /** The command, over the same inputs, into an output folder. */
  @FunctionalInterface
  interface Command {
    CommandProcess.Outcome run(Path out) throws Exception;
  }

  /** Makes new work. */
  @FunctionalInterface
  interface Change {
    void make() throws IOException;
  }

  /**
   * Fills it up between two runs.
   *
   * @param expected digests of the tables of the first run
   * @return false if it cannot be mounted, which takes root and Linux
   */
  boolean fillUp(Command command, List<String> expected, Change change) throws Exception {
    if (call("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString()) != 0) {
      return false;
    }
    try {
      Path small = disk.resolve("out");
      check("there is room for a first run", command.run(small).exitCode() == 3);
      Path latest = small.resolve("latest").toRealPath();
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      change.make();
      CommandProcess.Outcome full = command.run(small);
      check("a full disk fails the run", full.exitCode() == 1);
      check("and is named", full.output().contains("No space left on device"));
      check("the earlier run is the latest", latest.equals(small.resolve("latest").toRealPath()));
      check("its tables are as they were", expected.equals(Tables.digests(latest)));
      Files.delete(ballast);
      check("with room, the same command goes on", command.run(small).exitCode() == 3);
      return true;
    } finally {
      call("umount", disk.toString());
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[1 << 12];
    try (var ballast = Files.newOutputStream(file)) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      check("the disk is full", e.toString().contains("No space left"));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Math.max(0, channel.size() - LEFT_BYTES));
    }
  }

  private static int call(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }
}
