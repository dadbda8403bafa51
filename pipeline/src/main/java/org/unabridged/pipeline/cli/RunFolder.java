package org.unabridged.pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.AnswerRow;
import org.unabridged.outputs.ClauseRow;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.Row;
import org.unabridged.outputs.RunDirectory;
import org.unabridged.outputs.SummaryRow;
import org.unabridged.outputs.Table;
import org.unabridged.outputs.TableReader;
import org.unabridged.outputs.TextRow;
import org.unabridged.pipeline.config.ConfigurationException;

/** A committed run as {@code show} reads it. */
record RunFolder(Path folder) {
  /** Fewer characters of an id are too likely to be a word. */
  private static final int SHORTEST_ID_PREFIX = 4;

  /**
   * Finds the run that was named.
   *
   * @param where an output folder, which stands for its newest run, or the folder of a run
   */
  static RunFolder at(Path where) {
    if (Files.isDirectory(where.resolve(Table.DOCUMENTS.folder()))
        || Files.isRegularFile(where.resolve("run.json"))) {
      return new RunFolder(where);
    }
    return RunDirectory.latest(where)
        .map(RunFolder::new)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "there is no finished run in "
                        + where
                        + ": name an output folder (-o of 'unabridged run') or the folder of a"
                        + " run"));
  }

  /**
   * The document that was named, by file name (with or without its extension), end of its address
   * or start of its id.
   *
   * @throws ConfigurationException if there is none, or several
   */
  DocumentRow document(String named) {
    List<DocumentRow> all = rows(Table.DOCUMENTS, DocumentRow.class);
    List<DocumentRow> matches = all.stream().filter(row -> matches(row, named)).toList();
    if (matches.isEmpty()) {
      throw new ConfigurationException(
          "no document is called '" + named + "' in " + folder + "; there are:" + list(all));
    }
    boolean same =
        matches.stream().map(row -> String.valueOf(row.documentId())).distinct().count() == 1;
    if (!same) {
      throw new ConfigurationException(
          "'" + named + "' may be any of these; give more of the address:" + list(matches));
    }
    return matches.get(0);
  }

  /**
   * The document at an address; null when there is none.
   *
   * @param uri as in the row
   */
  @Nullable DocumentRow at(String uri) {
    return rows(Table.DOCUMENTS, DocumentRow.class).stream()
        .filter(row -> row.uri().equals(uri))
        .findFirst()
        .orElse(null);
  }

  /**
   * The run before this one in the same output folder.
   *
   * @throws ConfigurationException if this is the first
   */
  RunFolder before() throws IOException {
    Path real = folder.toRealPath();
    try (Stream<Path> runs = Files.list(real.resolveSibling(""))) {
      return runs.filter(run -> !run.getFileName().toString().startsWith("."))
          .filter(run -> Files.isDirectory(run.resolve(Table.DOCUMENTS.folder())))
          // Ids of runs sort by time.
          .filter(run -> run.getFileName().toString().compareTo(real.getFileName().toString()) < 0)
          .max(Comparator.comparing(run -> run.getFileName().toString()))
          .map(RunFolder::new)
          .orElseThrow(
              () ->
                  new ConfigurationException(
                      "--diff: there is no run before " + real + ": name one, --diff=RUN"));
    }
  }

  /** The text of a document; empty when it has none. */
  String text(String documentId) {
    String[] found = {""};
    TableReader.read(
        folder,
        Table.TEXTS,
        row -> {
          if (row instanceof TextRow text && text.documentId().equals(documentId)) {
            found[0] = text.text();
          }
        });
    return found[0];
  }

  List<AnswerRow> answers(String documentId) {
    return rows(Table.ANSWERS, AnswerRow.class).stream()
        .filter(row -> row.documentId().equals(documentId))
        .toList();
  }

  List<ClauseRow> clauses(String documentId) {
    return rows(Table.CLAUSES, ClauseRow.class).stream()
        .filter(row -> row.documentId().equals(documentId))
        .toList();
  }

  List<SummaryRow> summaries(String documentId) {
    return rows(Table.SUMMARIES, SummaryRow.class).stream()
        .filter(row -> documentId.equals(row.documentId()))
        .toList();
  }

  private <T extends Row> List<T> rows(Table table, Class<T> type) {
    List<T> rows = new ArrayList<>();
    TableReader.read(folder, table, row -> rows.add(type.cast(row)));
    return rows;
  }

  private static boolean matches(DocumentRow row, String named) {
    String id = row.documentId();
    return row.name().equalsIgnoreCase(named)
        || withoutExtension(row.name()).equalsIgnoreCase(named)
        || row.uri().equals(named)
        || row.uri().toLowerCase(Locale.ROOT).endsWith("/" + named.toLowerCase(Locale.ROOT))
        || (id != null && named.length() >= SHORTEST_ID_PREFIX && id.startsWith(named));
  }

  private static String withoutExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  private static String list(List<DocumentRow> rows) {
    StringBuilder text = new StringBuilder();
    rows.stream().limit(20).forEach(row -> text.append("\n  ").append(row.uri()));
    return rows.size() > 20 ? text + "\n  and " + (rows.size() - 20) + " more" : text.toString();
  }
}
