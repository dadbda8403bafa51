package org.unabridged.ingestion;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What becomes of every file below some folders: a table by format of documents read, read in part,
 * and failed by category; documents and megabytes a second; and what the parser processes used.
 *
 * <p>Arguments: the number of processes, a file for one line on each document, and the folders.
 * With the property {@code recognition=off} no page is recognised by Tesseract.
 */
final class MeasureExtraction {
  private static final String OK = "ok";
  private static final String PARTIAL = "partial";

  private final Map<String, Map<String, Integer>> byFormat = new TreeMap<>();
  private final Map<String, Integer> totals = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();
  private long characters;
  private int documents;
  private long megabytes;

  public static void main(String[] arguments) throws Exception {
    int processes = Integer.parseInt(arguments[0]);
    List<Path> files = new ArrayList<>();
    for (String folder : List.of(arguments).subList(2, arguments.length)) {
      try (Stream<Path> paths = Files.walk(Path.of(folder))) {
        paths.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    MeasureExtraction measured = new MeasureExtraction();
    measured.measure(files, processes);
    Files.write(Path.of(arguments[1]), measured.lines, StandardCharsets.UTF_8);
  }

  private void measure(List<Path> files, int processes)
      throws IOException, InterruptedException, ExecutionException {
    ParserConfiguration configuration =
        ParserConfiguration.defaults().withProcesses(processes).withRecognition(recognition());
    long bytes = 0;
    long started = System.nanoTime();
    try (PeakMemory memory = PeakMemory.watch();
        DocumentParser parser = new DocumentParser(configuration)) {
      ExecutorService threads = Executors.newFixedThreadPool(processes);
      List<Future<ParsedFile>> parsed = new ArrayList<>();
      for (Path file : files) {
        bytes += Files.size(file);
        parsed.add(threads.submit(() -> parser.parse(file)));
      }
      for (int i = 0; i < files.size(); i++) {
        add(files.get(i), parsed.get(i).get());
      }
      threads.shutdown();
      megabytes = memory.megabytes();
    }
    print(files.size(), bytes, (System.nanoTime() - started) / 1e9, processes);
  }

  private static Recognition recognition() {
    return "off".equals(System.getProperty("recognition"))
        ? Recognition.off()
        : Recognition.defaults();
  }

  private void add(Path file, ParsedFile parsed) {
    for (ParseResult result : parsed.results()) {
      documents++;
      String outcome = outcome(result);
      byFormat
          .computeIfAbsent(String.valueOf(result.mediaType()), type -> new TreeMap<>())
          .merge(outcome, 1, Integer::sum);
      totals.merge(outcome, 1, Integer::sum);
      lines.add(line(file, result, outcome));
    }
  }

  private String line(Path file, ParseResult result, String outcome) {
    String detail = "";
    if (result instanceof Document document) {
      characters += document.text().length();
      detail = document.text().length() + " characters, " + document.quality();
    } else if (result instanceof ParseFailure failure) {
      detail = failure.message();
    }
    return String.join(
        "\t",
        outcome,
        String.valueOf(result.mediaType()),
        file.getFileName() + (result.embeddedPath().isEmpty() ? "" : "!/" + result.embeddedPath()),
        String.valueOf(result.parseTime().toMillis()),
        detail);
  }

  private static String outcome(ParseResult result) {
    if (result instanceof ParseFailure failure) {
      return failure.partial() == null
          ? failure.category().name().toLowerCase(Locale.ROOT)
          : PARTIAL;
    }
    return OK;
  }

  @SuppressWarnings("SystemOut")
  private void print(int files, long bytes, double seconds, int processes) {
    PrintStream out = System.out;
    TreeSet<String> outcomes = new TreeSet<>(totals.keySet());
    outcomes.remove(OK);
    out.println("| format | " + OK + " | " + String.join(" | ", outcomes) + " |");
    out.println("| --- |" + " ---: |".repeat(outcomes.size() + 1));
    byFormat.forEach((format, counts) -> out.println(row(format, counts, outcomes)));
    out.println(row("all", totals, outcomes));
    out.printf(
        Locale.ROOT,
        "%d files, %d documents, %.1f MB, %.1f million characters in %.1f s with %d processes:"
            + " %.1f files/s, %.2f MB/s, at most %d MB resident%n",
        files,
        documents,
        bytes / 1e6,
        characters / 1e6,
        seconds,
        processes,
        files / seconds,
        bytes / 1e6 / seconds,
        megabytes);
  }

  private static String row(String format, Map<String, Integer> counts, TreeSet<String> outcomes) {
    StringBuilder row = new StringBuilder("| " + format + " | " + counts.getOrDefault(OK, 0));
    for (String outcome : outcomes) {
      Integer count = counts.get(outcome);
      row.append(" | ").append(count == null ? "" : count);
    }
    return row + " |";
  }
}
