package org.unabridged.inference.bench;

import java.lang.management.ManagementFactory;

/** How long processors have worked for this process, which others on the machine don't change. */
final class ProcessorTime {

  private ProcessorTime() {}

  /** Seconds since the process began, those of all its threads together. */
  static double seconds() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getProcessCpuTime() / 1e9;
    }
    throw new IllegalStateException("this JVM does not say how long processors have worked");
  }
}
