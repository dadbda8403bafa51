package org.unabridged.pipeline.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts two runs on one output folder at the same moment, many times: one of them has to win, and
 * the other to end with a message that names the winner. From the root of the repository, after
 * {@code mvn -q -pl pipeline -am -Dquick test-compile}:
 *
 * <pre>
 * mvn -q -pl pipeline -Dquick exec:exec -Dexec.classpathScope=test -Dexec.executable=java \
 *   -Dexec.args="-cp %classpath org.unabridged.pipeline.bench.LockBench 100"
 * </pre>
 */
final class LockBench {
  private LockBench() {}

  /** Argument: how many times. */
  public static void main(String[] arguments) throws Exception {
    int times = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    Path folder = Files.createTempDirectory("lock");
    new GeneratedContracts(folder.resolve("in"), 1).write(2);
    for (int time = 1; time <= times; time++) {
      once(folder, folder.resolve("out-" + time));
    }
    System.out.println(
        times + " times, one of two runs won and the other one said who holds the output folder");
  }

  private static void once(Path folder, Path out) throws Exception {
    // Each run holds the lock for some seconds, much longer than the two starts can be apart.
    CommandProcess command = new CommandProcess("-Dkeyword.delay=4000", "-XX:TieredStopAtLevel=1");
    List<Path> logs = List.of(folder.resolve("one.log"), folder.resolve("other.log"));
    List<Process> processes = new ArrayList<>();
    for (Path log : logs) {
      processes.add(
          command.start(
              log,
              "run",
              folder.resolve("in").toString(),
              "-o",
              out.toString(),
              "--model",
              "keyword"));
    }
    List<Integer> codes = new ArrayList<>();
    for (Process process : processes) {
      codes.add(process.waitFor());
    }
    boolean oneWon = codes.contains(0) && codes.contains(1);
    String loser = Files.readString(logs.get(codes.indexOf(1) < 0 ? 0 : codes.indexOf(1)));
    if (!oneWon || !loser.contains("another run is writing to " + out + " (run ")) {
      throw new IllegalStateException(
          "exit codes " + codes + "\n" + Files.readString(logs.get(0)) + loser);
    }
  }
}
