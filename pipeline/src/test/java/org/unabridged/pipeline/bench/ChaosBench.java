package org.unabridged.pipeline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unabridged.pipeline.testing.Tables;

/**
 * Runs over a folder of small, large and broken documents, each killed at random moments up to
 * three times and then finished. Checks after each that the tables are those of an undisturbed run,
 * row for row, and that nothing that was finished before the last start was done again, by counting
 * what was parsed and inferred. From the root of the repository, after {@code mvn -q -pl pipeline
 * -am -Dquick test-compile}:
 *
 * <pre>
 * mvn -q -pl pipeline -Dquick exec:exec -Dexec.classpathScope=test -Dexec.executable=java \
 *   -Dexec.args="-cp %classpath org.unabridged.pipeline.bench.ChaosBench 200 200 clause-moe"
 * </pre>
 *
 * <p>Each run draws its moments from the seed and its own number, so that a series can be continued
 * from any run. Where a small disk of its own can be mounted (as root, on Linux), it also fills one
 * up.
 */
final class ChaosBench {
  private static final int MOST_KILLS = 3;
  private static final int BROKEN_EVERY = 10;
  private static final int LARGE = 4;

  /** Of the largest document, of 20,000 tokens; the next ones have half as many each. */
  private static final int MOST_SENTENCES = 1_150;

  private final String model;
  private final long seed;
  private final Path folder;
  private final Path in;
  private final Path out;
  private final GeneratedContracts contracts;
  private final CommandProcess command;
  private final Map<String, Integer> phases = new TreeMap<>();

  private Undisturbed undisturbed = new Undisturbed(Duration.ZERO, List.of(), 0, 0);
  private int failures;
  private long kills;
  private long keptResults;
  private long inferred;

  /**
   * What an undisturbed run comes to.
   *
   * @param wall how long it takes
   * @param tables a digest of each
   * @param contexts inferences that end in a result that is kept
   * @param unfinished files parsed in every run, because something of them fails
   */
  private record Undisturbed(Duration wall, List<String> tables, int contexts, int unfinished) {}

  private ChaosBench(String model, long seed, Path folder) throws Exception {
    this.model = model;
    this.seed = seed;
    this.folder = folder;
    this.in = folder.resolve("in");
    this.out = folder.resolve("out");
    this.contracts = new GeneratedContracts(in, seed).ofSentences(1, 4);
    Path first = folder.resolve("first");
    new GeneratedContracts(first, seed).write(2);
    this.command =
        new CommandProcess("-Xmx1g", "-Dkeyword.delay=20")
            .archived(
                folder.resolve("app"),
                "run",
                first.toString(),
                "-o",
                folder.resolve("first-out").toString(),
                "--model",
                model);
  }

  /**
   * Arguments: how many runs, how many documents, which model, a seed, and the number of the first
   * run; all can be left out.
   */
  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int documents = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40;
    String model = arguments.length > 2 ? arguments[2] : "keyword";
    long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1;
    int first = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1;
    Path folder = Files.createTempDirectory("chaos");
    say(
        "Java %s, %d processors, seed %d, runs %d to %d over %d documents, model %s, in %s",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        seed,
        first,
        runs,
        documents,
        model,
        folder);
    int failures = new ChaosBench(model, seed, folder).measure(first, runs, documents);
    if (failures > 0) {
      System.exit(1);
    }
    delete(folder);
  }

  private int measure(int first, int runs, int documents) throws Exception {
    write(documents);
    undisturbed();
    Instant start = Instant.now();
    for (int run = first; run <= runs; run++) {
      delete(out);
      attempt(run);
    }
    say(
        "%d runs in %s, %d kills: %s; %d finished results kept, %d contexts inferred after them;"
            + " %d runs failed",
        runs - first + 1,
        Duration.between(start, Instant.now()).truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
        kills,
        phases,
        keptResults,
        inferred,
        failures);
    Path disk = Files.createTempDirectory("small-disk");
    boolean filled =
        new SmallDisk(disk)
            .fillUp(path -> run(path), undisturbed.tables, () -> contracts.change(20, 2));
    say(
        filled
            ? "full disk: the run failed and said why, nothing was lost, the next one finished"
            : "SKIPPED: no small disk can be mounted here, so none was filled up");
    return failures;
  }

  /** Small and large documents, and some that are broken in different ways. */
  private void write(int documents) throws IOException {
    int broken = documents / BROKEN_EVERY;
    contracts.write(documents - broken - LARGE);
    for (int i = 0; i < LARGE; i++) {
      int sentences = MOST_SENTENCES >> i;
      contracts.ofSentences(sentences, sentences).writeOne(documents + i);
    }
    for (int i = 0; i < broken; i++) {
      Path file = in.resolve("special-" + i + ".txt");
      switch (i % 4) {
        case 0 -> Files.writeString(file, "");
        case 1 -> Files.write(in.resolve("broken-" + i + ".docx"), new byte[] {'P', 'K', 3, 4, 9});
        case 2 -> Files.writeString(file, "governed by the laws of Peru. " + "More. ".repeat(300));
        default -> Files.writeString(file, "%PDF-1.7 that is not one " + i);
      }
    }
  }

  /** The second one counts: the first one finds cold files. */
  private void undisturbed() throws Exception {
    run(out);
    delete(out);
    CommandProcess.Outcome outcome = run(out);
    JsonNode counts = CommandProcess.runJson(out).get("counts");
    undisturbed =
        new Undisturbed(
            outcome.wall(),
            Tables.digests(out.resolve("latest")),
            stored("results").size(),
            counts.get("files_parsed").asInt() - stored("files").size());
    say(
        "undisturbed: %s; %d tokens, %d contexts, %d files that fail",
        outcome,
        counts.get("tokens_inferred").asInt(),
        undisturbed.contexts,
        undisturbed.unfinished);
  }

  /** A run that breaks a promise is kept for inspection, and the series goes on. */
  private void attempt(int run) throws Exception {
    Random random = new Random(seed * 1_000_003 + run);
    List<String> killed = new ArrayList<>();
    try {
      disturb(random, killed);
      say("run %d: killed %s; %s", run, killed, finish());
    } catch (IllegalStateException e) {
      failures++;
      Files.move(out, folder.resolve("failed-" + run));
      say("run %d: killed %s; FAILED: %s", run, killed, e.getMessage());
    }
  }

  private void disturb(Random random, List<String> killed) throws Exception {
    int times = 1 + random.nextInt(MOST_KILLS);
    for (int i = 0; i < times; i++) {
      KillMoment moment = KillMoment.draw(random, undisturbed.wall, undisturbed.contexts);
      Process process = command.start(folder.resolve("killed.log"), arguments(out));
      moment.await(process, out);
      List<ProcessHandle> parsers = process.descendants().toList();
      boolean alive = process.isAlive();
      process.destroyForcibly().waitFor();
      parsers.forEach(ProcessHandle::destroyForcibly);
      String phase = alive ? KillMoment.phase(out, undisturbed.contexts) : "after its end";
      phases.merge(phase, 1, Integer::sum);
      killed.add(phase);
      kills += alive ? 1 : 0;
    }
  }

  /** Lets the run go to its end, and checks all that was promised. */
  private String finish() throws Exception {
    Map<Path, FileTime> results = stored("results");
    Map<Path, FileTime> files = stored("files");
    CommandProcess.Outcome outcome = run(out);
    Path latest = out.resolve("latest");
    check("it ends", Files.exists(latest), outcome.output());
    JsonNode counts = CommandProcess.runJson(out).get("counts");
    check("failures end in exit code 3", outcome.exitCode() == 3, outcome.output());
    check("the tables are identical", undisturbed.tables.equals(Tables.digests(latest)), "");
    int inferredNow = counts.get("contexts_inferred").asInt();
    int refused =
        Integer.parseInt(query(latest, "SELECT count(*) FROM {contexts} WHERE status <> 'ok'"));
    equal("contexts inferred", inferredNow, undisturbed.contexts - results.size() + refused);
    equal(
        "files parsed",
        counts.get("files_parsed").asInt(),
        stored("files").size() - files.size() + undisturbed.unfinished);
    check("finished results are as they were", unchanged(results, stored("results")), "");
    check("finished files are as they were", unchanged(files, stored("files")), "");
    try (Stream<Path> runs = Files.list(out.resolve("runs"))) {
      check("nothing is left of dead runs", runs.noneMatch(ChaosBench::isHidden), "");
    }
    keptResults += results.size();
    inferred += inferredNow;
    return "finished in %.1f s: %d results kept, %d inferred, tables identical"
        .formatted(outcome.wall().toMillis() / 1e3, results.size(), inferredNow);
  }

  private static String query(Path run, String sql) {
    return Tables.query(run, sql).get(0);
  }

  private static boolean unchanged(Map<Path, FileTime> before, Map<Path, FileTime> after) {
    return before.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(after.get(entry.getKey())));
  }

  private CommandProcess.Outcome run(Path output) throws Exception {
    return command.run(arguments(output));
  }

  private String[] arguments(Path output) {
    return new String[] {"run", in.toString(), "-o", output.toString(), "--model", model};
  }

  /** Everything of one kind in the store with the time at which it was stored. */
  private Map<Path, FileTime> stored(String kind) throws IOException {
    Map<Path, FileTime> stored = new HashMap<>();
    Path all = out.resolve(".state/v1").resolve(kind);
    if (Files.isDirectory(all)) {
      Files.walkFileTree(
          all,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              stored.put(file, attributes.lastModifiedTime());
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return stored;
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(tree)) {
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

  private static void equal(String what, int actual, int expected) {
    check(what + ": " + actual + " instead of " + expected, actual == expected, "");
  }

  private static void check(String what, boolean holds, String output) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what + "\n" + output);
    }
  }

  private static void say(String format, @Nullable Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
