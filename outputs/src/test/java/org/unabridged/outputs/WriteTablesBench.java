package org.unabridged.outputs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How fast rows become files, on made-up contracts of 60,000 characters with 41 answers and 25
 * clauses each. From the root of the repository:
 *
 * <pre>
 * mvn -pl outputs -Dquick test-compile exec:exec -Dexec.classpathScope=test \
 *   -Dexec.executable=java -Dexec.args="--add-opens=java.base/java.nio=ALL-UNNAMED \
 *   -cp %classpath org.unabridged.outputs.WriteTablesBench 2000"
 * </pre>
 */
final class WriteTablesBench {

  private static final long SEED = 1;
  private static final int CHARACTERS = 60_000;
  private static final int QUESTIONS = 41;
  private static final int CLAUSES = 25;

  private final Random random = new Random(SEED);
  private final List<String> words = new ArrayList<>();
  private long rows;
  private long writingCpuNanos;

  private WriteTablesBench() {
    for (int number = 0; number < 8000; number++) {
      StringBuilder word = new StringBuilder();
      for (int length = 2 + random.nextInt(9); length > 0; length--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words.add(word.toString());
    }
    words.add("§😀");
  }

  public static void main(String[] arguments) throws Exception {
    int documents = arguments.length == 0 ? 2000 : Integer.parseInt(arguments[0]);
    ChildJvm.say(
        "Java %s, %d processors, %d MB heap, seed %d, %d documents"
            .formatted(
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                SEED,
                documents));
    for (Format format : Format.values()) {
      measure(format, documents / 10);
      ChildJvm.say(measure(format, documents));
    }
  }

  private static String measure(Format format, int documents) throws Exception {
    Path folder = Files.createTempDirectory("bench");
    try {
      WriteTablesBench bench = new WriteTablesBench();
      try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(format))) {
        for (int number = 0; number < documents; number++) {
          bench.document("document-" + number, row -> bench.write(files, row));
        }
        long start = cpuNanos();
        files.publish();
        bench.writingCpuNanos += cpuNanos() - start;
      }
      double seconds = bench.writingCpuNanos / 1e9;
      String checked = format == Format.PARQUET ? check(folder) : "nothing checked";
      return String.format(
          Locale.ROOT,
          "%s: %d rows in %.2f s of processor time, %.0f rows/s, %.1f MB/s of text, "
              + "files of %.1f MB; %s",
          format,
          bench.rows,
          seconds,
          bench.rows / seconds,
          documents * (CHARACTERS / 1e6) / seconds,
          bytes(folder) / 1e6,
          checked);
    } finally {
      FileTrees.delete(folder);
    }
  }

  private static String check(Path folder) throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.execute("SET file_search_path = '" + folder + "'");
      duckDb.execute(DuckDbViews.sql());
      return "DuckDB finds quote = text[start:end] of "
          + duckDb.query(
              "SELECT count(*), count(*) FILTER "
                  + "(quote = substring(text, start + 1, \"end\" - start))"
                  + " FROM clauses JOIN texts USING (document_id)");
    }
  }

  private void write(ShardFiles files, Row row) {
    long start = cpuNanos();
    try {
      files.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writingCpuNanos += cpuNanos() - start;
    rows++;
  }

  private void document(String id, Consumer<Row> sink) {
    StringBuilder text = new StringBuilder();
    while (text.length() < CHARACTERS) {
      text.append(words.get(random.nextInt(words.size()))).append(' ');
    }
    String whole = text.toString();
    sink.accept(new TextRow("run", id, whole, whole.codePointCount(0, whole.length()), List.of()));
    for (int number = 0; number < CLAUSES; number++) {
      sink.accept(clause(id, whole));
    }
    for (int number = 0; number < QUESTIONS; number++) {
      sink.accept(
          new AnswerRow(
              "run",
              id,
              "x" + id,
              "question-" + number,
              "Question " + number,
              "span",
              "found",
              null,
              1,
              random.nextDouble(),
              null,
              null,
              0));
    }
  }

  private ClauseRow clause(String id, String text) {
    int startUtf16 = text.indexOf(' ', random.nextInt(CHARACTERS - 1000));
    int endUtf16 = text.indexOf(' ', startUtf16 + 1 + random.nextInt(500));
    String quote = text.substring(startUtf16, endUtf16);
    int start = text.codePointCount(0, startUtf16);
    return new ClauseRow(
        "run",
        id + startUtf16,
        id,
        "x" + id,
        "question-" + random.nextInt(QUESTIONS),
        quote,
        null,
        start,
        start + quote.codePointCount(0, quote.length()),
        startUtf16,
        endUtf16,
        null,
        null,
        random.nextDouble(),
        "exact");
  }

  /** Unlike the time on the wall, it does not depend on what else the machine does. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
