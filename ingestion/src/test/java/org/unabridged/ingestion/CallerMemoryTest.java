package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unabridged.ingestion.SampleFiles.utf8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text that the caller's heap has no room for, in a process with a small heap. */
class CallerMemoryTest {
  private static final String TEXT = "This Agreement is governed by the laws of Ruritania.";
  private static final String HEAP = "-Xmx56m";
  private static final int CHARACTERS = 24_000_000;

  @TempDir Path folder;

  @Test
  void failsTheFileWithTooLongATextAndReadsTheNext() throws IOException, InterruptedException {
    Path large = folder.resolve("large.txt");
    Files.writeString(large, (TEXT + "\n").repeat(CHARACTERS / TEXT.length()));
    Path small = Files.write(folder.resolve("small.txt"), utf8(TEXT));
    Path report = folder.resolve("report");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                large.toString(),
                small.toString())
            .redirectError(folder.resolve("errors").toFile())
            .redirectOutput(report.toFile())
            .start();

    assertThat(process.waitFor()).isZero();
    List<String> lines =
        Files.readAllLines(report).stream().filter(line -> line.startsWith("> ")).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("> TEXT_OUT_OF_MEMORY has more text than there is memory for")
        .contains("-Xmx", "50000000 characters");
    assertThat(lines.get(1)).isEqualTo("> " + TEXT);
  }

  /** Prints what becomes of files. */
  static final class Reader {
    private Reader() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] files) throws IOException {
      PrintStream out = System.out;
      try (DocumentParser parser =
          new DocumentParser(ParserConfiguration.defaults().withRecognition(Recognition.off()))) {
        for (String file : files) {
          ParseResult result = parser.parse(Path.of(file)).results().get(0);
          out.println(
              result instanceof ParseFailure failure
                  ? "> " + failure.category() + " " + failure.message()
                  : "> " + ((Document) result).text());
        }
      }
    }
  }
}
