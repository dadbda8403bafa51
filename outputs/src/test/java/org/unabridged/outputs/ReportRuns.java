package org.unabridged.outputs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** Runs for the tests of the report. */
final class ReportRuns {
  private ReportRuns() {}

  /** A run in which everything that a document or a model can say is one of the texts. */
  static Path of(Path folder, List<String> texts) throws IOException {
    Files.createDirectories(folder);
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.PARQUET))) {
      for (int number = 0; number < texts.size(); number++) {
        write(files, number, texts.get(number));
      }
      files.publish();
    }
    Files.writeString(folder.resolve("run.json"), "{\"run_id\": \"run\", \"seconds\": 1.5}");
    return folder;
  }

  private static void write(ShardFiles files, int number, String said) throws IOException {
    String id = "document" + number;
    String text = "Before. " + said + " After.";
    int start = "Before. ".length();
    int startCodePoints = start;
    int endCodePoints = start + said.codePointCount(0, said.length());
    int length = text.codePointCount(0, text.length());
    files.write(
        new DocumentRow(
            "run",
            id,
            "file:///in/" + number + "/" + said,
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
            "exact"));
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
