package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.sax.ToTextContentHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** Through the installed Tesseract. */
class PicturePagesTest {
  @TempDir Path folder;

  @AfterEach
  void end() {
    System.clearProperty(ForkProgress.TIME_PROPERTY);
    ForkProgress.finished();
  }

  @Test
  void keepsWhatWasReadBeforeHalfOfTheTimeWasOver() throws IOException, SAXException {
    Assumptions.assumeTrue(
        Tesseract.installedLanguages().contains("eng"),
        "SKIPPED: needs Tesseract on the path with its English");
    Metadata metadata = new Metadata();
    ToTextContentHandler text = new ToTextContentHandler();
    PicturePages pages =
        new PicturePages(
            text,
            metadata,
            TextRecognition.finding(Objects.requireNonNull(Tesseract.find()), List.of("eng")),
            List.of(
                picture("a", "Each party may end this Agreement."),
                picture("b", "Notices are given in writing."),
                picture("c", "It ends in May.")));

    ForkProgress.begin(1);
    AttributesImpl reference = new AttributesImpl();
    reference.addAttribute("", "src", "src", "CDATA", "embedded:a");
    pages.startElement("", "img", "img", reference);
    System.setProperty(ForkProgress.TIME_PROPERTY, "0");
    pages.finish();

    assertThat(text.toString().strip().replaceAll("\\s+", " "))
        .isEqualTo("Each party may end this Agreement.");
    assertThat(metadata.get(PicturePages.UNREAD_PICTURES)).isEqualTo("2");
    assertThat(metadata.get(TextRecognition.FAILURE)).contains("half of the time");
  }

  private PictureText.Picture picture(String name, String line) throws IOException {
    Path file = folder.resolve(name + ".png");
    ImageIO.write(DrawnPages.of(List.of(line)), "png", file.toFile());
    return new PictureText.Picture(name, file);
  }
}
