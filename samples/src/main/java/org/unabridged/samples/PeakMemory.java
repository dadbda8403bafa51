package org.unabridged.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory this process has had resident, where the operating system tells. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private PeakMemory() {}

  /** Bytes, or empty on systems other than Linux. */
  static OptionalLong resident() throws IOException {
    return Files.isReadable(STATUS) ? parse(Files.readString(STATUS)) : OptionalLong.empty();
  }

  static OptionalLong parse(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst();
  }
}
