package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.outputs.RunDirectory;
import org.unabridged.pipeline.testing.Tables;

/**
 * Outputs on a file system that is full or cannot be written to. Needs the right to mount one: as
 * root, on Linux.
 */
class SmallDiskTest {
  private static final Logger LOG = LoggerFactory.getLogger(SmallDiskTest.class);

  /** A lock and a few small files, but not six tables. */
  private static final int ROOM_FOR_A_START = 24 << 10;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private Path disk;
  private Path in;
  private Path out;
  private StringWriter printed = new StringWriter();

  @BeforeEach
  void mountADisk() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    in = Files.createDirectories(folder.resolve("in"));
    out = disk.resolve("out");
    int mounted = call("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
    if (mounted != 0) {
      LOG.warn("SKIPPED: no small disk can be mounted here, so none is filled up");
    }
    assumeThat(mounted).as("a small disk is mounted").isZero();
    for (int i = 0; i < 5; i++) {
      Files.writeString(in.resolve(i + ".txt"), "Law " + i + ": governed by the laws of Peru.");
    }
    assertThat(run()).as(printed.toString()).isZero();
  }

  @AfterEach
  void unmountIt() throws Exception {
    call("umount", "-l", disk.toString());
  }

  @Test
  void aFullOneCostsNoEarlierResultAndIsNamed() throws IOException {
    Path latest = latest();
    List<String> before = Tables.contents(latest);
    Files.writeString(in.resolve("5.txt"), "Law 5: governed by the laws of Chile.");
    Path ballast = fill(disk.resolve("ballast"));
    printed = new StringWriter();

    assertThat(run()).as("not even the lock can be written").isEqualTo(2);
    assertThat(printed.toString()).contains("No space left on device");
    shorten(ballast, ROOM_FOR_A_START);
    assertThat(run()).as("it begins, but cannot end").isEqualTo(1);

    assertThat(printed.toString())
        .contains("No space left on device")
        .contains("running the same command again continues from there");
    assertThat(latest()).isEqualTo(latest);
    assertThat(Tables.contents(latest)).isEqualTo(before);
    Files.delete(ballast);
    assertThat(run()).as(printed.toString()).isZero();
    assertThat(Tables.query(latest(), "SELECT count(*) FROM {documents}")).containsExactly("6");
  }

  @Test
  void oneThatIsReadOnlyIsRefusedAndStaysReadable() throws Exception {
    List<String> before = Tables.contents(latest());
    assertThat(call("mount", "-o", "remount,ro", disk.toString())).isZero();
    printed = new StringWriter();

    assertThat(run()).isEqualTo(2);

    assertThat(printed.toString())
        .contains("cannot write to the output folder " + out)
        .contains("Read-only file system");
    assertThat(Tables.contents(latest())).isEqualTo(before);
    assertThat(execute("show", out.toString(), "1.txt")).isZero();
  }

  private Path latest() {
    return RunDirectory.latest(out).orElseThrow();
  }

  private static void shorten(Path file, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  private static Path fill(Path file) throws IOException {
    byte[] block = new byte[1 << 12];
    try (OutputStream ballast = Files.newOutputStream(file)) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return file;
  }

  private int run() {
    return execute("run", in.toString(), "-o", out.toString(), "--model", "keyword");
  }

  private int execute(String... arguments) {
    Terminal terminal = new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 80);
    return Unabridged.commandLine(Map.of(), terminal)
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(printed, true))
        .execute(arguments);
  }

  private static int call(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
