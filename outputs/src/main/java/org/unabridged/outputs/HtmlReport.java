package org.unabridged.outputs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.report.ReportFile;
import org.unabridged.outputs.report.ReportIndex;
import org.unabridged.outputs.report.ReportIndex.Changes;
import org.unabridged.outputs.report.ReportIndex.Document;
import org.unabridged.outputs.report.ReportIndex.Failure;

/**
 * {@code report.html}: all results of a run in one file that opens from disk and loads nothing.
 *
 * @param run the folder of the run, with its tables and {@code run.json}
 * @param previous the folder of the run before, with which it is compared; null when there is none
 */
public record HtmlReport(Path run, @Nullable Path previous) {
  /** Name of the file in the folder of a run. */
  public static final String FILE = "report.html";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a run that is compared with no other. */
  public static HtmlReport of(Path run) {
    return new HtmlReport(run, null);
  }

  /** The same, compared with another run. */
  public HtmlReport comparedWith(Path previous) {
    return new HtmlReport(run, previous);
  }

  /**
   * Writes the file: whole or not at all. One text at a time is in memory, and all other rows of
   * both runs. A run before that cannot be read is named as such in the report.
   *
   * @throws UncheckedIOException if the run cannot be read or the file not be written
   */
  public void write(Path file) {
    // Hidden files of a run are scratch and disappear when it is committed.
    Path partial = file.resolveSibling("." + file.getFileName());
    try {
      ReportRows rows = ReportRows.read(run);
      try (ReportFile report = ReportFile.create(partial, index(rows))) {
        writeTexts(rows, report);
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the report " + file, e);
    }
  }

  private void writeTexts(ReportRows rows, ReportFile report) {
    Set<String> written = new HashSet<>();
    TableReader.read(
        run,
        Table.TEXTS,
        row -> {
          TextRow text = (TextRow) row;
          Integer number = rows.numberOf(text.documentId());
          if (number != null && written.add(text.documentId())) {
            try {
              report.write(number, rows.content(text));
            } catch (IOException e) {
              throw new UncheckedIOException("Cannot write the report of " + run, e);
            }
          }
        });
  }

  private ReportIndex index(ReportRows rows) throws IOException {
    JsonNode facts = facts(run);
    return new ReportIndex(
        facts,
        rows.questions(),
        rows.documents().stream().map(row -> document(row, rows)).toList(),
        rows.indexed(),
        rows.confidences(),
        rows.cost(),
        previous == null ? null : changes(previous, rows, facts));
  }

  private Changes changes(Path previous, ReportRows rows, JsonNode facts) {
    String name = previous.getFileName().toString();
    try {
      ReportRows before = ReportRows.read(previous);
      return new RunChanges(before, rows, RunDiff.between(previous, run, 0))
          .between(name, facts(previous), facts);
    } catch (IOException | RuntimeException e) {
      // The folder of an older run may be damaged or half deleted: no reason to lose this one.
      return Changes.unreadable(name, e.toString());
    }
  }

  private static JsonNode facts(Path run) throws IOException {
    Path file = run.resolve("run.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private static Document document(DocumentRow row, ReportRows rows) {
    String category = row.failureCategory();
    String message = row.failureMessage();
    return new Document(
        rows.numberOf(row.documentId()),
        row.name(),
        row.uri(),
        row.title(),
        row.mediaType(),
        row.pages(),
        row.language(),
        row.tokens(),
        row.textFacts() == null ? null : row.textFacts().quality(),
        row.textFacts() == null ? null : row.textFacts().partial(),
        category == null ? null : new Failure(category, message == null ? "" : message));
  }
}
