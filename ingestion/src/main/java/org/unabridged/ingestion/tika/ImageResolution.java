package org.unabridged.ingestion.tika;

import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What an image file says of the size of its pages. */
final class ImageResolution {
  private static final double MILLIMETRES_PER_INCH = 25.4;

  /** The longer side of A4; taken for pages that don't say their size, or an impossible one. */
  private static final double INCHES_OF_A_PAGE = 11.69;

  /** Larger than A2, a page is a photograph of one: cameras write any number. */
  private static final double MOST_INCHES = 24;

  private static final double LEAST_INCHES = 1;
  private static final double LEAST = 50;
  private static final String SUBFILE_TYPE = "NewSubfileType";

  private ImageResolution() {}

  /** In pixels an inch. */
  static double of(ImageReader reader, int page) throws IOException {
    int side = Math.max(reader.getWidth(page), reader.getHeight(page));
    double declared = declared(reader, page);
    double inches = declared > 0 ? side / declared : 0;
    return inches >= LEAST_INCHES && inches <= MOST_INCHES && declared >= LEAST
        ? declared
        : Math.max(LEAST, side / INCHES_OF_A_PAGE);
  }

  /** 0 when it is not declared. Readers throw all kinds of exceptions on damaged metadata. */
  private static double declared(ImageReader reader, int page) {
    try {
      IIOMetadata metadata = reader.getImageMetadata(page);
      String format = IIOMetadataFormatImpl.standardMetadataFormatName;
      if (metadata == null || !metadata.isStandardMetadataFormatSupported()) {
        return 0;
      }
      Element tree = (Element) metadata.getAsTree(format);
      NodeList sizes = tree.getElementsByTagName("HorizontalPixelSize");
      double millimetres =
          sizes.getLength() == 0
              ? 0
              : Double.parseDouble(((Element) sizes.item(0)).getAttribute("value"));
      return millimetres > 0 ? MILLIMETRES_PER_INCH / millimetres : 0;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /** Whether a picture of a file is a smaller one of another, by TIFF's own field. */
  static boolean isReduced(ImageReader reader, int page) {
    Integer type = TiffFields.number(reader, page, SUBFILE_TYPE);
    return type != null && (type & 1) == 1;
  }
}
