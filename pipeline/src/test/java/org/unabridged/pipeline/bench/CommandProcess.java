package org.unabridged.pipeline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.unabridged.pipeline.cli.Unabridged;

/** The command in a process of its own, with the Java of this one and the launcher's flags. */
final class CommandProcess {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final String classPath;
  private final List<String> flags;

  private CommandProcess(String classPath, List<String> flags) {
    this.classPath = classPath;
    this.flags = flags;
  }

  /**
   * On the class path of this process.
   *
   * @param flags for the Java virtual machine, such as {@code -Xmx1g}
   */
  CommandProcess(String... flags) {
    this(System.getProperty("java.class.path"), List.of(flags));
  }

  /**
   * The same command with packed classes and an archive of them, as the launcher starts it.
   *
   * @param folder where to keep both
   * @param arguments of a small run, whose classes are archived
   */
  CommandProcess archived(Path folder, String... arguments) throws Exception {
    String packed = PackedClassPath.in(folder.resolve("jars"));
    Path archive = folder.resolve("classes.jsa");
    Outcome outcome =
        new CommandProcess(packed, and("-XX:ArchiveClassesAtExit=" + archive)).run(arguments);
    if (!Files.exists(archive)) {
      throw new IllegalStateException("no archive of classes: " + outcome.output());
    }
    return new CommandProcess(packed, and("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off"));
  }

  private List<String> and(String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  /**
   * What a process did.
   *
   * @param exitCode its exit code
   * @param wall from its start to its end
   * @param processor processor time of the process
   * @param parsers processor time of the processes that it started, as far as it was seen
   * @param residentMegabytes the most memory it held, without its children; 0 where that is unknown
   * @param output what it printed, errors too
   */
  record Outcome(
      int exitCode,
      Duration wall,
      Duration processor,
      Duration parsers,
      long residentMegabytes,
      String output) {
    @Override
    public String toString() {
      return "exit code %d, %.1f s, %.1f s of processor time and %.1f s of its parsers, %d MB resident"
          .formatted(
              exitCode,
              wall.toMillis() / 1e3,
              processor.toMillis() / 1e3,
              parsers.toMillis() / 1e3,
              residentMegabytes);
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
            "-XX:+UseSerialGC",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, Unabridged.class.getName()));
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
      Map<Long, Duration> parsers = new HashMap<>();
      long resident = 0;
      do {
        processor = process.info().totalCpuDuration().orElse(processor);
        process
            .descendants()
            .forEach(
                parser ->
                    parser
                        .info()
                        .totalCpuDuration()
                        .ifPresent(time -> parsers.put(parser.pid(), time)));
        resident = Math.max(resident, residentMegabytes(process.pid()));
      } while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS));
      return new Outcome(
          process.exitValue(),
          Duration.between(start, Instant.now()),
          processor,
          parsers.values().stream().reduce(Duration.ZERO, Duration::plus),
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
