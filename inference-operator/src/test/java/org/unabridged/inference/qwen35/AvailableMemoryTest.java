package org.unabridged.inference.qwen35;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {

  @TempDir private Path processes;

  @Test
  void countsWhatOnlyCachesFilesAsFree() throws IOException {
    write("meminfo", "MemTotal: 9000 kB\nMemFree: 10 kB\nMemAvailable:    5000 kB\n");
    write("self/status", "Name:\tjava\nRssAnon:\t    1000 kB\nRssFile:\t 3000 kB\n");
    assertThat(AvailableMemory.machine(processes, 9000 * 1024L)).isEqualTo(5000 * 1024L);
  }

  @Test
  void staysWithinTheLimitOfAContainer() throws IOException {
    write("meminfo", "MemAvailable: 5000 kB\n");
    write("self/status", "RssAnon: 1000 kB\n");
    assertThat(AvailableMemory.machine(processes, 2000 * 1024L)).isEqualTo(1000 * 1024L);
    assertThat(AvailableMemory.machine(processes, 500 * 1024L)).isZero();
  }

  @Test
  void asksTheJvmWhereThereAreNoSuchFiles() throws IOException {
    assertThat(AvailableMemory.machine(processes, 1)).isPositive();
    write("meminfo", "MemAvailable: many kB\n");
    write("self/status", "RssAnon: 1000 kB\n");
    assertThat(AvailableMemory.machine(processes, 1)).isPositive();
  }

  @Test
  void knowsWhatIsLeftOutsideTheHeap() {
    AvailableMemory before = AvailableMemory.now();
    ByteBuffer taken = ByteBuffer.allocateDirect(1 << 24);
    assertThat(AvailableMemory.now().direct())
        .isLessThanOrEqualTo(before.direct() - taken.capacity());
    assertThat(before.machine()).isPositive();
  }

  private void write(String name, String content) throws IOException {
    Path file = processes.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
