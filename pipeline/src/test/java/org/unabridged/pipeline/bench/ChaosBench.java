package org.unabridged.pipeline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unabridged.pipeline.testing.Tables;

/**
 * Runs over a folder of small, large and broken documents, each killed at random moments up to
 * three times and then finished. Checks after each that the tables are those of an undisturbed run,
 * row for row, and that nothing that was finished before the last start was done again. From the
 * root of the repository, after {@code mvn -q -pl pipeline -am -Dquick test-compile}:
 *
 * <pre>
 * mvn -q -pl pipeline -Dquick exec:exec -Dexec.classpathScope=test -Dexec.executable=java \
 *   -Dexec.args="-cp %classpath org.unabridged.pipeline.bench.ChaosBench 200 200 clause-moe"
 * </pre>
 *
 * <p>Where a small disk of its own can be mounted (as root, on Linux), it also fills one up.
 */
final class ChaosBench {
  private static final int MOST_KILLS = 3;
  private static final long SEED = 1;
  private static final String SMALL_DISK = "24m";

  /** Enough to begin with, not enough to end. */
  private static final long LEFT_BYTES = 128 << 10;

  private final String model;
  private final Path in;
  private final Path out;
  private final Path log;
  private final Random random = new Random(SEED);
  private final CommandProcess command = new CommandProcess("-Xmx1g", "-Dkeyword.delay=20");

  private int kills;
  private int early;
  private long keptResults;

  private ChaosBench(String model, Path folder) {
    this.model = model;
    this.in = folder.resolve("in");
    this.out = folder.resolve("out");
    this.log = folder.resolve("killed.log");
  }

  /** Arguments: how many runs, how many documents, which model; all can be left out. */
  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int documents = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40;
    String model = arguments.length > 2 ? arguments[2] : "keyword";
    Path folder = Files.createTempDirectory("chaos");
    say(
        "Java %s, %d processors, seed %d, %d runs over %d documents, model %s, in %s",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        SEED,
        runs,
        documents,
        model,
        folder);
    new ChaosBench(model, folder).measure(runs, documents);
  }

  private void measure(int runs, int documents) throws Exception {
    write(documents);
    CommandProcess.Outcome undisturbed = run(out);
    List<String> expected = Tables.digests(out.resolve("latest"));
    say("undisturbed: %s", undisturbed);
    for (int run = 1; run <= runs; run++) {
      delete(out);
      disturb(undisturbed.wall());
      finish(expected);
      say(
          "run %d: %d kills so far (%d before anything was stored), tables identical, %d finished"
              + " results kept so far",
          run, kills, early, keptResults);
    }
    fillADisk(expected);
  }

  /** Small and large documents, and some that are broken in different ways. */
  private void write(int documents) throws IOException {
    GeneratedContracts contracts = new GeneratedContracts(in, SEED);
    contracts.write(documents - documents / 10);
    for (int i = 0; i < documents / 10; i++) {
      Path file = in.resolve("special-" + i + ".txt");
      switch (i % 4) {
        case 0 -> Files.writeString(file, "");
        case 1 -> Files.write(in.resolve("broken-" + i + ".docx"), new byte[] {'P', 'K', 3, 4, 9});
        case 2 -> Files.writeString(file, "governed by the laws of Peru. " + "More. ".repeat(300));
        default -> Files.writeString(file, "%PDF-1.7 that is not one " + i);
      }
    }
  }

  private void disturb(Duration undisturbed) throws Exception {
    int times = 1 + random.nextInt(MOST_KILLS);
    for (int i = 0; i < times; i++) {
      Process process = command.start(log, arguments(out));
      long moment = (long) (random.nextDouble() * undisturbed.toMillis());
      boolean ended = process.waitFor(moment, TimeUnit.MILLISECONDS);
      List<ProcessHandle> parsers = process.descendants().toList();
      process.destroyForcibly().waitFor();
      parsers.forEach(ProcessHandle::destroyForcibly);
      kills += ended ? 0 : 1;
      early += Files.isDirectory(out.resolve(".state/v1")) ? 0 : 1;
    }
  }

  private void finish(List<String> expected) throws Exception {
    Map<Path, FileTime> before = results(out);
    CommandProcess.Outcome outcome = run(out);
    Map<Path, FileTime> after = results(out);
    before.forEach(
        (result, time) ->
            check("a finished result is not made again", time.equals(after.get(result))));
    JsonNode counts = CommandProcess.runJson(out).get("counts");
    long failed = 0;
    for (JsonNode category : counts.get("failures")) {
      failed += category.asLong();
    }
    long inferred = counts.get("contexts_inferred").asLong();
    check("failures end in exit code 3", outcome.exitCode() == (failed > 0 ? 3 : 0));
    check(
        "as many contexts are inferred as had no result",
        inferred >= after.size() - before.size()
            && inferred <= after.size() - before.size() + failed);
    check("the tables are identical", expected.equals(Tables.digests(out.resolve("latest"))));
    try (Stream<Path> runs = Files.list(out.resolve("runs"))) {
      check("nothing is left of dead runs", runs.noneMatch(ChaosBench::isHidden));
    }
    keptResults += before.size();
  }

  /** A run on a full disk fails, costs no earlier result, and goes on when there is room. */
  private void fillADisk(List<String> expected) throws Exception {
    Path disk = Files.createTempDirectory("small-disk");
    if (call("mount", "-t", "tmpfs", "-o", "size=" + SMALL_DISK, "tmpfs", disk.toString()) != 0) {
      say("SKIPPED: no small disk can be mounted here, so none was filled up");
      return;
    }
    try {
      Path small = disk.resolve("out");
      check("there is room for a first run", run(small).exitCode() == 3);
      Path latest = small.resolve("latest").toRealPath();
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      new GeneratedContracts(in, SEED).change(20, 2);
      CommandProcess.Outcome full = run(small);
      boolean named = full.output().contains("No space left on device");
      if (full.exitCode() == 0 || full.exitCode() == 3 || !named) {
        throw new IllegalStateException("a full disk does not fail the run: " + full.output());
      }
      check(
          "the earlier run is still the latest",
          latest.equals(small.resolve("latest").toRealPath()));
      check("its tables are as they were", expected.equals(Tables.digests(latest)));
      Files.delete(ballast);
      check("with room, the same command goes on", run(small).exitCode() == 3);
      say(
          "full disk: the run failed with exit code %d and the reason, nothing was lost, the next"
              + " one finished",
          full.exitCode());
    } finally {
      call("umount", disk.toString());
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[1 << 12];
    try (var ballast = Files.newOutputStream(file)) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      say("the disk is full: %s", e.getMessage());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Math.max(0, channel.size() - LEFT_BYTES));
    }
  }

  private static int call(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private CommandProcess.Outcome run(Path output) throws Exception {
    return command.run(arguments(output));
  }

  private String[] arguments(Path output) {
    return new String[] {"run", in.toString(), "-o", output.toString(), "--model", model};
  }

  /** Every finished inference with the time at which it was stored. */
  private static Map<Path, FileTime> results(Path out) throws IOException {
    Map<Path, FileTime> results = new HashMap<>();
    Path folder = out.resolve(".state/v1/results");
    if (Files.isDirectory(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              results.put(file, attributes.lastModifiedTime());
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return results;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().endsWith(".partial");
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }

  private static void say(String format, @Nullable Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
