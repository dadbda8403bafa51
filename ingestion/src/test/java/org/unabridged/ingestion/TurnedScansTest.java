package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.ingestion.tika.Tesseract;

/** Scans that lie on their side or stand on their head, through the installed Tesseract. */
class TurnedScansTest {
  private static final List<String> LINES =
      List.of(
          "This Agreement is governed by the laws of Ruritania.",
          "Each party may end it in writing with notice of ninety days.",
          "Neither party is liable for what it could not foresee.");

  private static final String WORD = "Ruritania";
  private static final float LEFT = 100;
  private static final float TOP = 200;
  private static final float LEADING = 16;
  private static final float WIDTH = 612;
  private static final float HEIGHT = 792;
  private static final int DOTS_PER_INCH = 200;
  private static final int ORIENTATION = 274;
  private static final int SHORT = 3;
  private static final int UPRIGHT = 1;
  private static final int TURNED_ON = 6;
  private static final int TURNED_BACK = 8;

  private static DocumentParser parser;

  @TempDir Path folder;

  @BeforeAll
  static void needsTesseract() {
    Assumptions.assumeTrue(
        Tesseract.isInstalled(), "SKIPPED: turned scans need Tesseract on the path");
    parser = new DocumentParser(ParserConfiguration.defaults().withHeapMegabytes(256));
  }

  @AfterAll
  static void close() {
    if (parser != null) {
      parser.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 180, 270})
  void readsPagesThatWereScannedTurned(int degrees) throws IOException {
    Document document =
        parse("a.pdf", ScannedPages.pdf(List.of(turned(page(), degrees)), 0, DOTS_PER_INCH));

    assertReads(document);
    assertThat(box(document))
        .as("where the word stands on the page as it is displayed: turned")
        .satisfies(box -> assertStands(box, displayed(degrees)));
  }

  /** Too little for Tesseract to tell how it stands. */
  @Test
  void readsASingleLineUpsideDown() throws IOException {
    BufferedImage scan = turned(ScannedPages.rendered(LINES.get(0)), 180);

    assertThat(parse("a.pdf", ScannedPages.pdf(List.of(scan), 0, DOTS_PER_INCH)).text())
        .isEqualTo(LINES.get(0));
  }

  @ParameterizedTest
  @CsvSource({"90, 270", "180, 180"})
  void readsPagesThatTheirFileTurnsUpright(int scanned, int displayed) throws IOException {
    Document document =
        parse(
            "a.pdf", ScannedPages.pdf(List.of(turned(page(), scanned)), displayed, DOTS_PER_INCH));

    assertReads(document);
    assertStands(box(document), upright());
  }

  @Test
  void readsPhotographsAsTheyAreDisplayed() throws IOException {
    Document document = parse("a.jpg", jpeg(turned(page(), 90), TURNED_BACK));

    assertReads(document);
    assertThat(box(document).left() / box(document).top())
        .as("whatever the image says of its resolution")
        .isCloseTo(upright()[0] / upright()[1], within(0.05));
  }

  @Test
  void readsEachPageOfATiffAsItIsDisplayed() throws IOException {
    Document document =
        parse("a.tiff", tiff(List.of(page(), turned(page(), 270)), List.of(UPRIGHT, TURNED_ON)));

    assertThat(document.text())
        .isEqualTo(String.join("\n", LINES) + "\n\n" + String.join("\n", LINES));
    Box first = box(document);
    int second = document.text().lastIndexOf(WORD);
    assertThat(document.boxes().of(second, second + WORD.length()))
        .singleElement()
        .satisfies(
            box -> {
              assertThat(box.page()).isEqualTo(2);
              assertThat(box.left()).isCloseTo(first.left(), within(1.0));
              assertThat(box.top()).isCloseTo(first.top(), within(1.0));
            });
  }

  private static void assertReads(Document document) {
    assertThat(document.text()).isEqualTo(String.join("\n", LINES));
    assertThat(document.pages())
        .extracting(PageSpan::source)
        .containsExactly(PageSpan.Source.RECOGNISED);
  }

  private static Box box(Document document) {
    int start = document.text().indexOf(WORD);
    List<Box> boxes = document.boxes().of(start, start + WORD.length());
    assertThat(boxes).hasSize(1);
    return boxes.get(0);
  }

  private static void assertStands(Box box, float[] edges) {
    assertThat(box.left()).isCloseTo(edges[0], within(4.0));
    assertThat(box.top()).isCloseTo(edges[1], within(4.0));
    assertThat(box.right()).isCloseTo(edges[2], within(4.0));
    assertThat(box.bottom()).isCloseTo(edges[3], within(4.0));
  }

  /** Left, top, right and bottom of the word on the upright page. */
  private static float[] upright() {
    float left = LEFT + PlacedTexts.width(LINES.get(0).substring(0, LINES.get(0).indexOf(WORD)));
    float height = 8; // of capital letters of 12 points
    return new float[] {left, TOP - height, left + PlacedTexts.width(WORD), TOP};
  }

  /** The same on the page turned clockwise. */
  private static float[] displayed(int degrees) {
    float[] edges = upright();
    return switch (degrees) {
      case 90 -> new float[] {HEIGHT - edges[3], edges[0], HEIGHT - edges[1], edges[2]};
      case 180 ->
          new float[] {WIDTH - edges[2], HEIGHT - edges[3], WIDTH - edges[0], HEIGHT - edges[1]};
      default -> new float[] {edges[1], WIDTH - edges[2], edges[3], WIDTH - edges[0]};
    };
  }

  private static BufferedImage page() throws IOException {
    PlacedTexts placed = new PlacedTexts().page();
    for (int line = 0; line < LINES.size(); line++) {
      placed.line(LEFT, TOP + LEADING * line, LINES.get(line));
    }
    return ScannedPages.rendered(placed, DOTS_PER_INCH);
  }

  private static BufferedImage turned(BufferedImage image, int degrees) {
    boolean lying = degrees % 180 != 0;
    int width = lying ? image.getHeight() : image.getWidth();
    int height = lying ? image.getWidth() : image.getHeight();
    AffineTransform turn = AffineTransform.getTranslateInstance(width / 2.0, height / 2.0);
    turn.rotate(Math.toRadians(degrees));
    turn.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
    BufferedImage turned = new BufferedImage(width, height, image.getType());
    return new AffineTransformOp(turn, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
        .filter(image, turned);
  }

  /** The marker of EXIF and a TIFF of one field behind the start of the image (JEITA CP-3451). */
  private static byte[] jpeg(BufferedImage image, int orientation) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", bytes);
    byte[] plain = bytes.toByteArray();
    ByteBuffer marked = ByteBuffer.allocate(plain.length + 36);
    marked.put(plain, 0, 2).putShort((short) 0xffe1).putShort((short) 34);
    marked.put(new byte[] {'E', 'x', 'i', 'f', 0, 0});
    marked.put(new byte[] {'M', 'M', 0, 42}).putInt(8).putShort((short) 1);
    marked.putShort((short) ORIENTATION).putShort((short) SHORT).putInt(1);
    marked.putShort((short) orientation).putShort((short) 0).putInt(0);
    return marked.put(plain, 2, plain.length - 2).array();
  }

  private static byte[] tiff(List<BufferedImage> pages, List<Integer> orientations)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (int page = 0; page < pages.size(); page++) {
        IIOMetadata metadata = metadata(writer, pages.get(page), orientations.get(page));
        writer.writeToSequence(new IIOImage(pages.get(page), null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadata metadata(ImageWriter writer, BufferedImage page, int orientation)
      throws IOException {
    TIFFDirectory fields =
        TIFFDirectory.createFromMetadata(
            writer.getDefaultImageMetadata(
                new ImageTypeSpecifier(page), writer.getDefaultWriteParam()));
    fields.addTIFFField(
        new TIFFField(
            BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_ORIENTATION),
            orientation));
    return fields.getAsMetadata();
  }

  private Document parse(String name, byte[] bytes) throws IOException {
    return (Document) parser.parse(Files.write(folder.resolve(name), bytes)).results().get(0);
  }
}
