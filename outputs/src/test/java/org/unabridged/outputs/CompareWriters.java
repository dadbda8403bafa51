package org.unabridged.outputs;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes clauses and texts as a run does, reads them back, lets pyarrow and DuckDB write the same
 * rows again, and prints rows and megabytes per second of all three: {@code CompareWriters [CLAUSES
 * [DOCUMENTS]]}. Needs python3 with pyarrow and duckdb. Time on the wall from rows in memory to a
 * closed file, all processors for everyone; our clauses first with a JVM that just started, then
 * three times, as by the others. The rows of both tables must fit into the heap.
 */
final class CompareWriters {
  private static final long SEED = Long.getLong("unabridged.seed", 20260109);

  /** How often the clauses are written after the first time; the others write them as often. */
  private static final int TIMES = 3;

  private static final int CHARACTERS = 1_000_000;
  private static final int QUESTIONS = 41;
  private static final int CLAUSES_OF_A_DOCUMENT = 500;

  private final Random random = new Random(SEED);
  private final String vocabulary = vocabulary();

  private CompareWriters() {}

  public static void main(String[] arguments) throws Exception {
    int clauses = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int documents = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2000;
    ChildJvm.say(
        "Java %s, %d processors, %d MB heap, seed %d"
            .formatted(
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                SEED));
    Path folder = Files.createTempDirectory("writers");
    try {
      CompareWriters writers = new CompareWriters();
      List<Row> rows = writers.rows(clauses, writers::clause);
      write(folder.resolve("cold"), rows);
      for (int time = 0; time < TIMES; time++) {
        write(folder.resolve("rows"), rows);
      }
      rows = writers.rows(documents, writers::text);
      write(folder.resolve("long"), rows);
      others(folder.resolve("rows"), Table.CLAUSES);
      others(folder.resolve("long"), Table.TEXTS);
    } finally {
      FileTrees.delete(folder);
    }
  }

  private List<Row> rows(int count, IntFunction<Row> maker) {
    List<Row> rows = IntStream.range(0, count).mapToObj(maker).toList();
    System.gc();
    return rows;
  }

  private static void write(Path folder, List<Row> rows) throws Exception {
    long processor = processorNanos();
    long start = System.nanoTime();
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.PARQUET))) {
      for (Row row : rows) {
        files.write(row);
      }
      files.publish();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double processorSeconds = (processorNanos() - processor) / 1e9;
    Table table = rows.get(0).table();
    check(folder, table, rows);
    ChildJvm.say(
        String.format(
            Locale.ROOT,
            "Unabridged, %s: %,d rows in %.2f s (%.2f s of processors), %,.0f rows/s, file of %.1f MB,"
                + " all read back",
            table.folder(),
            rows.size(),
            seconds,
            processorSeconds,
            rows.size() / seconds,
            bytes(folder.resolve(table.folder())) / 1e6));
  }

  private static void check(Path folder, Table table, List<Row> rows) {
    Iterator<Row> expected = rows.iterator();
    TableReader.read(
        folder,
        table,
        row -> {
          if (!row.equals(expected.next())) {
            throw new IllegalStateException("Another row was read back: " + row);
          }
        });
    if (expected.hasNext()) {
      throw new IllegalStateException("Rows are missing in " + folder);
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Of all threads of this JVM, those of its own included. */
  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private Row clause(int number) {
    String quote = words(50 + random.nextInt(400));
    int start = random.nextInt(CHARACTERS);
    String document = id(number / CLAUSES_OF_A_DOCUMENT);
    return new ClauseRow(
        "20260101T000000Z-0000",
        id(number * 31L + 7),
        document,
        document,
        "question-" + random.nextInt(QUESTIONS),
        quote,
        random.nextInt(3) == 0 ? "2026-01-" + (10 + random.nextInt(18)) : null,
        start,
        start + quote.length(),
        start,
        start + quote.length(),
        1 + start / 3000,
        1 + start / 3000,
        random.nextDouble(),
        "exact");
  }

  private Row text(int number) {
    return new TextRow(
        "20260101T000000Z-0000", id(number), words(CHARACTERS), CHARACTERS, List.of());
  }

  /** Words in an order that does not repeat soon, so that they compress as prose does. */
  private String words(int characters) {
    StringBuilder text = new StringBuilder(characters + 60);
    while (text.length() < characters) {
      int at = vocabulary.indexOf(' ', random.nextInt(vocabulary.length() - 100)) + 1;
      text.append(vocabulary, at, vocabulary.indexOf(' ', at + 20 + random.nextInt(30)) + 1);
    }
    return text.substring(0, characters);
  }

  private static String vocabulary() {
    Random random = new Random(SEED);
    StringBuilder text = new StringBuilder();
    while (text.length() < 100_000) {
      for (int length = 2 + random.nextInt(9); length > 0; length--) {
        text.append((char) ('a' + (int) Math.abs(random.nextGaussian() * 8) % 26));
      }
      text.append(' ');
    }
    return text.toString();
  }

  private static String id(long number) {
    return "%016x%016x%016x%016x"
        .formatted(
            number * 0x9E3779B97F4A7C15L, number * 31, ~number, number * 0xC2B2AE3D27D4EB4FL);
  }

  private static void others(Path folder, Table table) throws Exception {
    Path script = folder.resolve("compare_writers.py");
    try (InputStream in = CompareWriters.class.getResourceAsStream("compare_writers.py")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    new ProcessBuilder("python3", script.toString(), folder.toString(), table.folder())
        .inheritIO()
        .start()
        .waitFor();
  }
}
