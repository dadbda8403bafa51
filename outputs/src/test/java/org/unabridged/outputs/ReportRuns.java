package org.unabridged.outputs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs for the tests of the report. */
final class ReportRuns {
  private ReportRuns() {}

  /** A run in which everything that a document or a model can say is one of the texts. */
  static Path of(Path folder, List<String> texts) throws IOException {
    Map<String, String> places = new LinkedHashMap<>();
    for (int number = 0; number < texts.size(); number++) {
      places.put(number + "/" + texts.get(number), texts.get(number));
    }
    return at(folder, places);
  }

  /** The same, with the texts by where they stand. */
  static Path at(Path folder, Map<String, String> places) throws IOException {
    Files.createDirectories(folder);
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.PARQUET))) {
      int number = 0;
      for (Map.Entry<String, String> place : places.entrySet()) {
        write(files, number++, place.getKey(), place.getValue());
      }
      files.publish();
    }
    Files.writeString(folder.resolve("run.json"), "{\"run_id\": \"run\", \"seconds\": 1.5}");
    return folder;
  }

  /**
   * A run in which all documents failed, each for what a text says, and that has it as metadata.
   */
  static Path failed(Path folder, List<String> messages) throws IOException {
    Files.createDirectories(folder);
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.PARQUET))) {
      for (int number = 0; number < messages.size(); number++) {
        files.write(failure(number, messages.get(number)));
      }
      files.publish();
    }
    ObjectMapper json = new ObjectMapper();
    ObjectNode run = json.createObjectNode().put("started", String.join(" ", messages));
    run.putObject("model").put("name", String.join(" ", messages));
    json.writeValue(folder.resolve("run.json").toFile(), run);
    return folder;
  }

  private static DocumentRow failure(int number, String message) {
    return new DocumentRow(
        "run",
        "document" + number,
        "file:///in/" + number,
        "document " + number,
        null,
        message,
        10,
        null,
        message,
        List.of(),
        null,
        null,
        null,
        message,
        Status.FAILED,
        "corrupt",
        message,
        null,
        null,
        null);
  }

  private static void write(ShardFiles files, int number, String place, String said)
      throws IOException {
    String id = "document-" + Integer.toHexString(said.hashCode());
    String text = "Before. " + said + " After.";
    int start = "Before. ".length();
    int startCodePoints = start;
    int endCodePoints = start + said.codePointCount(0, said.length());
    int length = text.codePointCount(0, text.length());
    files.write(
        new DocumentRow(
            "run",
            id,
            "file:///in/" + place,
            said,
            null,
            said,
            10,
            1,
            "en",
            List.of(),
            (long) length,
            100L + number,
            "x",
            said,
            Status.OK,
            null,
            null,
            0.1,
            0.1,
            null));
    files.write(
        new TextRow(
            "run",
            id,
            text,
            length,
            List.of(new TextRow.Page("page", 1, said, 0, length, 0, text.length()))));
    files.write(
        new AnswerRow(
            "run",
            id,
            "x",
            "governing-law",
            "Governing Law",
            "span",
            "found",
            said,
            1,
            0.9,
            number % 2 == 0 ? "high: " + said : null,
            said,
            0));
    files.write(
        new AnswerRow(
            "run",
            id,
            "x",
            "insurance",
            "Insurance",
            "yes_no",
            "absent",
            null,
            0,
            0.9,
            null,
            null,
            0));
    files.write(
        new ClauseRow(
            "run",
            "clause" + number,
            id,
            "x",
            "governing-law",
            said,
            said,
            startCodePoints,
            endCodePoints,
            start,
            start + said.length(),
            1,
            1,
            0.9,
            "exact",
            List.of(new ClauseRow.Box(1, 72, 100 + number % 500, 500, 112 + number % 500))));
    files.write(
        new SummaryRow(
            "run",
            "summary" + number,
            id,
            "x",
            "en",
            "extractive",
            said,
            List.of(
                new SummaryRow.Sentence(
                    said,
                    List.of(
                        new SummaryRow.Support(
                            id,
                            "governing-law",
                            "clause" + number,
                            startCodePoints,
                            endCodePoints))))));
  }
}
