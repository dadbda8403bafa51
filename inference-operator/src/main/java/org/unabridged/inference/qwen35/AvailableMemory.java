package org.unabridged.inference.qwen35;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory that this process can still get.
 *
 * @param machine bytes that the operating system can give: those that nobody uses, and on Linux
 *     those that only cache files, such as the weights
 * @param direct bytes that the JVM lets programs have outside its heap
 */
record AvailableMemory(long machine, long direct) {

  private static final Path PROCESSES = Path.of("/proc");
  private static final long KIBIBYTE = 1024;

  /** What there is now. */
  static AvailableMemory now() {
    return new AvailableMemory(
        machine(PROCESSES, system().getTotalMemorySize()), directLimit() - directUsed());
  }

  /**
   * Bytes that the operating system can give.
   *
   * @param processes the folder {@code /proc}
   * @param limit of this process's container, or the machine's memory
   */
  static long machine(Path processes, long limit) {
    long free = field(processes.resolve("meminfo"), "MemAvailable:");
    long own = field(processes.resolve("self/status"), "RssAnon:");
    return free < 0 || own < 0
        ? system().getFreeMemorySize()
        : Math.max(0, Math.min(free, limit - own));
  }

  /** Bytes of a line of kibibytes; -1 where there is no such line. */
  private static long field(Path file, String name) {
    try {
      return Files.readString(file)
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
          .findFirst()
          .orElse(-1);
    } catch (IOException | NumberFormatException e) {
      return -1; // another operating system
    }
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  /** The option {@code -XX:MaxDirectMemorySize}; not given, it is as large as the heap. */
  private static long directLimit() {
    long given;
    try {
      HotSpotDiagnosticMXBean virtualMachine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      given = Long.parseLong(virtualMachine.getVMOption("MaxDirectMemorySize").getValue());
    } catch (IllegalArgumentException e) {
      given = 0; // another virtual machine
    }
    return given > 0 ? given : Runtime.getRuntime().maxMemory();
  }

  private static long directUsed() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getTotalCapacity)
        .sum();
  }
}
