package org.unabridged.pipeline.state;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Who holds a lock, as its file says.
 *
 * @param description run, process and host, for people
 * @param system identifies the running operating system, whose own locks can be trusted; empty when
 *     unknown
 * @param beat grows as long as the owner lives
 */
record LockOwner(String description, String system, long beat) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");
  private static final LockOwner NOBODY = new LockOwner("", "", 0);

  static LockOwner ofThisProcess(String runId) {
    long process = ProcessHandle.current().pid();
    return new LockOwner(
        "run " + runId + ", process " + process + " on " + host() + ", since " + Instant.now(),
        runningSystem(),
        0);
  }

  /** Reads what {@link #text()} wrote; text that it did not write is a description. */
  static LockOwner parse(String text) {
    List<String> lines = text.strip().lines().toList();
    if (lines.isEmpty()) {
      return NOBODY;
    }
    boolean whole = lines.size() == 3 && lines.get(2).matches("alive \\d{1,18}");
    return new LockOwner(
        lines.get(0),
        whole ? lines.get(1).substring("system ".length()) : "",
        whole ? Long.parseLong(lines.get(2).substring("alive ".length())) : 0);
  }

  String text() {
    return description + "\nsystem " + system + "\nalive " + beat + "\n";
  }

  boolean isNobody() {
    return description.isEmpty();
  }

  boolean sharesSystemWith(LockOwner other) {
    return !system.isEmpty() && system.equals(other.system);
  }

  LockOwner nextBeat() {
    return new LockOwner(description, system, beat + 1);
  }

  /** Names that need no look-up in a network, which can take long when there is none. */
  private static String host() {
    String name = firstLine(HOST);
    if (!name.isEmpty()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unknown host";
    }
  }

  /** Containers on one machine share it; a machine that was started again has another. */
  private static String runningSystem() {
    String boot = firstLine(BOOT);
    return boot.isEmpty() ? host() : boot;
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
