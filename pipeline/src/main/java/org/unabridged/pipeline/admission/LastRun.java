package org.unabridged.pipeline.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.Table;
import org.unabridged.outputs.TableReader;
import org.unabridged.pipeline.rows.FailureCategory;

/**
 * What the newest finished run says about the input files, which is why each is done again or not.
 *
 * @param files by address
 * @param parserFingerprint how it parsed; null when it does not say
 * @param questionFingerprint what it asked
 * @param modelFingerprint whom it asked
 */
public record LastRun(
    Map<String, Seen> files,
    @Nullable String parserFingerprint,
    @Nullable String questionFingerprint,
    @Nullable String modelFingerprint) {
  private static final String INSIDE = "!/";

  /**
   * One input file in that run.
   *
   * @param documentId its hash; null when it could not be read
   * @param failure what failed about it or about a document inside it; null when nothing did
   */
  public record Seen(@Nullable String documentId, @Nullable FailureCategory failure) {
    /** Whether there was no time or money left for it. */
    public boolean isLeftOver() {
      return failure == FailureCategory.BUDGET_EXHAUSTED;
    }
  }

  /** Copies the map. */
  public LastRun {
    files = Map.copyOf(files);
  }

  /** When there was none. */
  public static LastRun none() {
    return new LastRun(Map.of(), null, null, null);
  }

  /**
   * Reads the table of documents and the facts of a run.
   *
   * @param folder the folder of the run
   */
  public static LastRun read(Path folder) throws IOException {
    Map<String, Seen> files = new HashMap<>();
    TableReader.read(
        folder,
        Table.DOCUMENTS,
        row -> {
          if (row instanceof DocumentRow document) {
            files.merge(file(document.uri()), seen(document), LastRun::together);
          }
        });
    JsonNode facts = facts(folder.resolve("run.json"));
    return new LastRun(
        files,
        facts.at("/configuration/parser_fingerprint").asText(null),
        facts.at("/configuration/question_fingerprint").asText(null),
        facts.at("/model/fingerprint").asText(null));
  }

  /** What it says about a file; null when it did not have it. */
  public @Nullable Seen find(String uri) {
    return files.get(uri);
  }

  private static JsonNode facts(Path file) throws IOException {
    JsonMapper mapper = new JsonMapper();
    return Files.exists(file) ? mapper.readTree(file.toFile()) : mapper.createObjectNode();
  }

  private static Seen seen(DocumentRow row) {
    String category = row.failureCategory();
    boolean embedded = row.uri().contains(INSIDE);
    return new Seen(
        embedded ? null : row.documentId(),
        category == null ? null : FailureCategory.labelled(category));
  }

  private static Seen together(Seen one, Seen other) {
    return new Seen(
        one.documentId() == null ? other.documentId() : one.documentId(),
        one.failure() == null ? other.failure() : one.failure());
  }

  private static String file(String uri) {
    int inside = uri.indexOf(INSIDE);
    return inside < 0 ? uri : uri.substring(0, inside);
  }
}
