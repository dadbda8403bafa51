package org.unabridged.ingestion;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.unabridged.ingestion.ParseFailure.Category;

/**
 * What becomes of mutated files: each must give its rows within the limits, and whenever a parser
 * process is replaced, a row must say why.
 *
 * <p>Arguments: how many, a seed, a file for a line on each that stopped its process, and folders
 * of files to mutate. The same arguments give the same files. Prints a line for every thousand.
 */
final class MeasureMutations {
  private static final long LARGEST_BYTES = 2_000_000;
  private static final int LINE_EVERY = 1_000;
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final Duration STALL_LIMIT = Duration.ofSeconds(15);

  /** Time to end a process, to start another and to read what was kept. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private static final Set<Category> STOPPED =
      EnumSet.of(
          Category.PARSER_TIMEOUT,
          Category.PARSER_STALLED,
          Category.PARSER_OUT_OF_MEMORY,
          Category.PARSER_CRASH,
          Category.UNPACKED_LIMIT_EXCEEDED,
          Category.RATIO_LIMIT_EXCEEDED);

  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final long seed;
  private int inputs;
  private int stopped;
  private int unaccounted;
  private int late;
  private Duration slowest = Duration.ZERO;

  private MeasureMutations(long seed) {
    this.seed = seed;
  }

  public static void main(String[] arguments) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of(arguments).subList(3, arguments.length)) {
      try (Stream<Path> paths = Files.walk(Path.of(folder))) {
        paths.filter(MeasureMutations::isWanted).sorted().forEach(files::add);
      }
    }
    MeasureMutations measured = new MeasureMutations(Long.parseLong(arguments[1]));
    try {
      measured.measure(files, Integer.parseInt(arguments[0]));
    } finally {
      Files.write(Path.of(arguments[2]), measured.lines, StandardCharsets.UTF_8);
    }
  }

  private static boolean isWanted(Path path) {
    try {
      return Files.isRegularFile(path) && Files.size(path) > 0 && Files.size(path) <= LARGEST_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private void measure(List<Path> files, int count) throws IOException {
    ParserConfiguration configuration =
        ParserConfiguration.defaults()
            .withRecognition(Recognition.off())
            .withTimeLimit(TIME_LIMIT)
            .withStallLimit(STALL_LIMIT)
            .withPool(ParserPool.defaults().withFilesPerProcess(count + 1));
    Path folder = Files.createTempDirectory("mutated-");
    try (DocumentParser parser = new DocumentParser(configuration)) {
      for (int i = 0; i < count; i++) {
        Random random = new Random(seed + i);
        Path source = files.get(random.nextInt(files.size()));
        Path other = files.get(random.nextInt(files.size()));
        Path mutated = folder.resolve(source.getFileName().toString());
        Files.write(
            mutated,
            new MutatedFiles(random)
                .mutated(Files.readAllBytes(source), Files.readAllBytes(other)));
        add(source, seed + i, parser, mutated);
        Files.delete(mutated);
      }
    } finally {
      Files.delete(folder);
    }
    print();
  }

  private void add(Path source, long number, DocumentParser parser, Path mutated)
      throws IOException {
    long restarts = parser.restarts();
    long started = System.nanoTime();
    List<ParseResult> results = parser.parse(mutated).results();
    Duration time = Duration.ofNanos(System.nanoTime() - started);
    inputs++;
    results.forEach(result -> outcomes.merge(outcome(result), 1, Integer::sum));
    boolean saysSo = results.stream().anyMatch(MeasureMutations::stoppedItsProcess);
    boolean replaced = parser.restarts() > restarts;
    stopped += replaced ? 1 : 0;
    unaccounted += replaced && !saysSo || results.isEmpty() ? 1 : 0;
    late += time.compareTo(TIME_LIMIT.plus(GRACE)) > 0 ? 1 : 0;
    slowest = time.compareTo(slowest) > 0 ? time : slowest;
    if (replaced) {
      lines.add(
          String.join(
              "\t",
              String.valueOf(number),
              String.valueOf(source.getFileName()),
              outcome(results.get(0)),
              time.toMillis() + " ms",
              saysSo ? "" : "UNACCOUNTED"));
    }
    if (inputs % LINE_EVERY == 0) {
      print();
    }
  }

  /** Threads that a parser leaves behind cost its process too, but not the document. */
  private static boolean stoppedItsProcess(ParseResult result) {
    return result instanceof ParseFailure failure
        ? STOPPED.contains(failure.category())
        : ((Document) result).metadata().containsKey("threads_left");
  }

  private static String outcome(ParseResult result) {
    return result instanceof ParseFailure failure
        ? failure.category().name().toLowerCase(Locale.ROOT)
        : "ok";
  }

  @SuppressWarnings("SystemOut")
  private void print() {
    PrintStream out = System.out;
    out.printf(
        Locale.ROOT,
        "%d mutated files, seed %d: %d processes replaced, %d without a row that says why; %d beyond"
            + " the limit of time, slowest %.1f s; rows %s%n",
        inputs,
        seed,
        stopped,
        unaccounted,
        late,
        slowest.toMillis() / 1e3,
        outcomes);
  }
}
