package org.unabridged.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLockTest {
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
      }
    }
  }
}
