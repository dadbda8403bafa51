package org.unabridged.pipeline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.unabridged.pipeline.cli.Unabridged;

/** The command in a process of its own, on the class path and the Java of this one. */
final class CommandProcess {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final List<String> flags;

  /** Takes flags for the Java virtual machine, such as {@code -Xmx1g}. */
  CommandProcess(String... flags) {
    this.flags = List.of(flags);
  }

  /**
   * What a process did.
   *
   * @param exitCode its exit code
   * @param wall from its start to its end
   * @param processor processor time of the process, without its children
   * @param residentMegabytes the most memory it held, without its children; 0 where that is unknown
   * @param output what it printed, errors too
   */
  record Outcome(
      int exitCode, Duration wall, Duration processor, long residentMegabytes, String output) {
    @Override
    public String toString() {
      return "exit code %d, %.1f s, %.1f s of processor time, %d MB resident"
          .formatted(
              exitCode, wall.toMillis() / 1e3, processor.toMillis() / 1e3, residentMegabytes);
    }
  }

  /** Starts it; what it prints goes to a file. */
  Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Unabridged.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Runs it to its end. */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile("unabridged-", ".log");
    try {
      Instant start = Instant.now();
      Process process = start(log, arguments);
      Duration processor = Duration.ZERO;
      long resident = 0;
      do {
        processor = process.info().totalCpuDuration().orElse(processor);
        resident = Math.max(resident, residentMegabytes(process.pid()));
      } while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS));
      return new Outcome(
          process.exitValue(),
          Duration.between(start, Instant.now()),
          processor,
          resident,
          Files.readString(log));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /** What the newest run in an output folder says about itself. */
  static JsonNode runJson(Path out) throws IOException {
    return JsonMapper.builder().build().readTree(out.resolve("latest/run.json").toFile());
  }

  private static long residentMegabytes(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        }
      }
    } catch (IOException e) {
      // Another system, or the process is gone: what was seen before stands.
    }
    return 0;
  }
}
