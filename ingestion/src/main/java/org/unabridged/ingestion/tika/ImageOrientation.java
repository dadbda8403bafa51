package org.unabridged.ingestion.tika;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * How an image is displayed, by what its file says of how the camera or the scanner was held (field
 * 274 of TIFF 6.0 and EXIF).
 *
 * @param mirrored whether left and right change places, before it is turned
 * @param degrees by how much it is turned, clockwise
 */
record ImageOrientation(boolean mirrored, int degrees) {
  static final ImageOrientation AS_IT_IS = new ImageOrientation(false, 0);

  private static final String FIELD = "Orientation";

  /** Of a page of a file; a damaged field says nothing. */
  static ImageOrientation of(File file, ImageReader reader, int page) {
    Integer ofPage = TiffFields.number(reader, page, FIELD);
    Integer field = ofPage == null && page == 0 ? ofFile(file) : ofPage;
    return field == null ? AS_IT_IS : of(field);
  }

  private static @Nullable Integer ofFile(File file) {
    try {
      ExifIFD0Directory exif =
          ImageMetadataReader.readMetadata(file).getFirstDirectoryOfType(ExifIFD0Directory.class);
      return exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      return null;
    }
  }

  /** Which side of the page the first row and the first column of the image are. */
  static ImageOrientation of(int field) {
    return switch (field) {
      case 2 -> new ImageOrientation(true, 0);
      case 3 -> new ImageOrientation(false, 180);
      case 4 -> new ImageOrientation(true, 180);
      case 5 -> new ImageOrientation(true, 270);
      case 6 -> new ImageOrientation(false, 90);
      case 7 -> new ImageOrientation(true, 90);
      case 8 -> new ImageOrientation(false, 270);
      default -> AS_IT_IS;
    };
  }

  /** The image as it is displayed. */
  BufferedImage applied(BufferedImage image) {
    return ImageTurn.turned(mirrored ? ImageTurn.mirrored(image) : image, degrees);
  }
}
