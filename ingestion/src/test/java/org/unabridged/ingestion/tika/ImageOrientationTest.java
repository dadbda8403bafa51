package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of three columns and two rows, whose pixels are numbered. */
class ImageOrientationTest {
  /** Where the specification has the first row and the first column of each value of the field. */
  @ParameterizedTest
  @CsvSource({
    "1, 123 456",
    "2, 321 654",
    "3, 654 321",
    "4, 456 123",
    "5, 14 25 36",
    "6, 41 52 63",
    "7, 63 52 41",
    "8, 36 25 14",
    "0, 123 456",
    "9, 123 456"
  })
  void showsAnImageAsItsFileSays(int field, String rows) {
    assertThat(rows(ImageOrientation.of(field).applied(image()))).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource({"0", "90", "180", "270"})
  void findsWhereAWordStoodBeforeItsPageWasTurned(int degrees) {
    BufferedImage turned = ImageTurn.turned(image(), degrees);
    PageFrame frame =
        new PageFrame(turned.getWidth(), turned.getHeight(), Math.floorMod(-degrees, 360));
    for (int y = 0; y < turned.getHeight(); y++) {
      for (int x = 0; x < turned.getWidth(); x++) {
        Tesseract.Word word = new Tesseract.Word("a", "1", "1", x, y, 1, 1, 100);
        String edges = new RecognisedPage(List.of(word), frame).edges(word, 1);

        assertThat(edge(edges, 2) - edge(edges, 0)).isEqualTo(1);
        assertThat(edge(edges, 3) - edge(edges, 1)).isEqualTo(1);
        assertThat(image().getRaster().getSample(edge(edges, 0), edge(edges, 1), 0))
            .isEqualTo(turned.getRaster().getSample(x, y, 0));
      }
    }
  }

  @Test
  void readsWhatTesseractSaysOfAPage() {
    assertThat(
            Tesseract.orientation(
                List.of(
                    "Page number: 0",
                    "Orientation in degrees: 270",
                    "Rotate: 90",
                    "Orientation confidence: 11.92",
                    "Script: Cyrillic",
                    "Script confidence: 5.71")))
        .isEqualTo(new Tesseract.Orientation(90, 11.92, Character.UnicodeScript.CYRILLIC));
    assertThat(Tesseract.orientation(List.of("Page number: 0"))).isNull();
  }

  private static int edge(String edges, int index) {
    return edges.charAt(index) / (int) PlacedWord.UNITS_PER_POINT;
  }

  private static BufferedImage image() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 6; i++) {
      image.getRaster().setSample(i % 3, i / 3, 0, i + 1);
    }
    return image;
  }

  private static String rows(BufferedImage image) {
    StringBuilder rows = new StringBuilder();
    for (int y = 0; y < image.getHeight(); y++) {
      rows.append(y == 0 ? "" : " ");
      for (int x = 0; x < image.getWidth(); x++) {
        rows.append(image.getRaster().getSample(x, y, 0));
      }
    }
    return rows.toString();
  }
}
