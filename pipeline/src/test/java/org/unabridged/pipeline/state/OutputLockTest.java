package org.unabridged.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLockTest {
  private static final OutputLock.Liveness QUICK =
      new OutputLock.Liveness(
          Duration.ofMillis(40), Duration.ofMillis(200), Duration.ofMinutes(10));

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path output;

  @Test
  void isFreeAgainAfterItsOwnerClosedIt() throws IOException {
    OutputLock.acquire(output, "first").close();
    OutputLock.acquire(output, "second").close();
  }

  @Test
  void keepsASecondRunOfThisProcessOut() throws IOException {
    try (OutputLock first = OutputLock.acquire(output, "first")) {
      assertThatThrownBy(() -> OutputLock.acquire(output, "second"))
          .isInstanceOf(OutputLockedException.class)
          .hasMessageContaining("run first, process " + ProcessHandle.current().pid());
      assertThatThrownBy(() -> OutputLock.acquire(output, "third"))
          .as("the refusal does not break the lock")
          .isInstanceOf(OutputLockedException.class);
    }
  }

  @Test
  void keepsAnotherProcessOutUntilItDies() throws Exception {
    Process holder = holder();
    try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> OutputLock.acquire(output, "mine"))
          .isInstanceOf(OutputLockedException.class)
          .hasMessageContaining("run theirs, process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    OutputLock.acquire(output, "mine").close();
  }

  @Test
  void takesOverFromAnotherMachineThatGivesNoSignOfLife() throws IOException {
    leftBy("some other machine");

    OutputLock.acquire(output, "mine", QUICK).close();

    assertThat(output.resolve(".lock")).isEmptyFile();
  }

  @Test
  void keepsOutWhileAnotherMachineGivesSignsOfLife() throws IOException {
    LockOwner other = leftBy("some other machine");
    ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    try {
      AtomicLong beat = new AtomicLong();
      var unused =
          heart.scheduleAtFixedRate(
              () -> write(new LockOwner(other.description(), other.system(), beat.addAndGet(1))),
              0,
              20,
              TimeUnit.MILLISECONDS);

      assertThatThrownBy(() -> OutputLock.acquire(output, "mine", QUICK))
          .isInstanceOf(OutputLockedException.class)
          .hasMessageContaining("run theirs, process 7 on elsewhere");
    } finally {
      heart.shutdownNow();
    }
  }

  @Test
  void doesNotWaitForAnOwnerThatWasOnThisMachine() throws IOException {
    leftBy(LockOwner.ofThisProcess("any").system());
    Duration never = Duration.ofDays(1);

    OutputLock.acquire(output, "mine", new OutputLock.Liveness(never, never, never)).close();
  }

  @Test
  void doesNotWaitForAnOwnerOfLastWeek() throws IOException {
    leftBy("some other machine");
    Instant lastWeek = Instant.now().minus(Duration.ofDays(7));
    Files.setLastModifiedTime(output.resolve(".lock"), FileTime.from(lastWeek));
    Duration never = Duration.ofDays(1);

    OutputLock.acquire(
            output, "mine", new OutputLock.Liveness(never, never, Duration.ofMinutes(10)))
        .close();
  }

  @Test
  void givesSignsOfLife() throws Exception {
    try (OutputLock lock = OutputLock.acquire(output, "mine", QUICK)) {
      LockOwner first = LockOwner.parse(Files.readString(output.resolve(".lock")));
      Instant deadline = Instant.now().plusSeconds(60);
      while (LockOwner.parse(Files.readString(output.resolve(".lock"))).beat() == first.beat()) {
        assertThat(Instant.now()).isBefore(deadline);
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(first.description()).startsWith("run mine, process ");
    }
  }

  /** As on a file system without locks, after this machine stood still for a while. */
  @Test
  void noticesThatItWasTakenOver() throws Exception {
    LockOwner other = new LockOwner("run theirs, process 7 on elsewhere", "some other machine", 3);
    try (OutputLock lock = OutputLock.acquire(output, "mine", QUICK)) {
      lock.requireHeld();

      write(other);

      assertThatThrownBy(lock::requireHeld)
          .isInstanceOf(OutputLockedException.class)
          .hasMessageContaining("run theirs, process 7 on elsewhere");
      TimeUnit.MILLISECONDS.sleep(5 * QUICK.beat().toMillis());
    }
    assertThat(output.resolve(".lock")).as("not written over").hasContent(other.text());
  }

  @Test
  void oneOfTwoProcessesWinsEveryTime() throws Exception {
    for (int round = 0; round < 3; round++) {
      List<Process> processes = List.of(holder(), holder());
      List<String> lines = new ArrayList<>();
      for (Process process : processes) {
        lines.add(process.inputReader(StandardCharsets.UTF_8).readLine());
      }
      for (Process process : processes) {
        process.destroyForcibly().waitFor();
      }

      assertThat(lines).containsOnlyOnce("locked");
      assertThat(lines)
          .filteredOn(line -> !line.equals("locked"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("another run is writing to")
          .contains("run theirs, process ");
    }
  }

  /** What a run that died somewhere left behind. */
  private LockOwner leftBy(String system) {
    LockOwner owner = new LockOwner("run theirs, process 7 on elsewhere", system, 0);
    write(owner);
    return owner;
  }

  private void write(LockOwner owner) {
    try {
      Files.writeString(output.resolve(".lock"), owner.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            output.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Holds the lock until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      try (OutputLock lock = OutputLock.acquire(Path.of(arguments[0]), "theirs")) {
        System.out.println("locked");
        System.in.read();
      } catch (OutputLockedException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
