package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes a file has, it gets its rows; see {@link MeasureMutations} for many more. */
class MutatedFilesTest {
  private static final long SEED = 11;
  private static final int FILES = 60;
  private static final String TEXT = "This Agreement is governed by the laws of Ruritania.";

  @AutoClose
  private static final DocumentParser parser =
      new DocumentParser(
          ParserConfiguration.defaults().withHeapMegabytes(192).withRecognition(Recognition.off()));

  @TempDir Path folder;

  @Test
  void giveRowsAndLeaveTheNextFileAlone() throws IOException {
    List<Map.Entry<String, byte[]>> files =
        List.of(
            Map.entry("a.pdf", SampleFiles.pdf(List.of(TEXT, TEXT))),
            Map.entry("a.docx", SampleFiles.docx(TEXT)),
            Map.entry("a.doc", SampleFiles.doc(TEXT)),
            Map.entry("a.pptx", SampleFiles.pptx(TEXT)),
            Map.entry("a.odt", SampleFiles.odt(TEXT)),
            Map.entry("a.epub", SampleFiles.epub(Map.of("one", "<p>" + TEXT + "</p>"))),
            Map.entry("a.zip", SampleFiles.zip(Map.of("a.txt", SampleFiles.utf8(TEXT)))));
    for (int i = 0; i < FILES; i++) {
      Random random = new Random(SEED + i);
      Map.Entry<String, byte[]> file = files.get(i % files.size());
      byte[] other = files.get(random.nextInt(files.size())).getValue();
      byte[] mutated = new MutatedFiles(random).mutated(file.getValue(), other);

      assertThat(parse(file.getKey(), mutated)).as("seed %s", SEED + i).isNotEmpty();
    }
    assertThat(parse("a.txt", SampleFiles.utf8(TEXT)))
        .singleElement()
        .isInstanceOfSatisfying(
            Document.class, document -> assertThat(document.text()).isEqualTo(TEXT));
    assertThat(parser.restarts()).isZero();
  }

  private List<ParseResult> parse(String name, byte[] bytes) throws IOException {
    return parser.parse(Files.write(folder.resolve(name), bytes)).results();
  }
}
