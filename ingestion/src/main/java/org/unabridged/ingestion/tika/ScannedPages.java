package org.unabridged.ingestion.tika;

import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;

/** Tells pages that are an image under a few words, such as a stamp or a number. */
final class ScannedPages {
  /** Of fewer dots per inch nobody reads a text. */
  private static final double COARSEST = 60;

  private static final double POINTS_PER_INCH = 72;

  /** A stamp of three lines. */
  private static final int MOST_GLYPHS = 300;

  private ScannedPages() {}

  /**
   * Whether it is one.
   *
   * @param glyphs how many are on it
   */
  static boolean isOne(PDPage page, long glyphs) {
    if (glyphs > MOST_GLYPHS) {
      return false;
    }
    try {
      PDRectangle box = page.getCropBox();
      double inches = box.getWidth() * box.getHeight() / (POINTS_PER_INCH * POINTS_PER_INCH);
      return mostPixels(page.getResources()) >= COARSEST * COARSEST * inches;
    } catch (RuntimeException e) {
      // A damaged page shows no image either.
      return false;
    }
  }

  /** Of the image's dictionary: images need not be decoded for it. */
  private static double mostPixels(@Nullable PDResources resources) {
    COSDictionary objects =
        resources == null ? null : resources.getCOSObject().getCOSDictionary(COSName.XOBJECT);
    if (objects == null) {
      return 0;
    }
    double most = 0;
    for (COSName name : objects.keySet()) {
      COSStream image = objects.getCOSStream(name);
      if (image != null && COSName.IMAGE.equals(image.getCOSName(COSName.SUBTYPE))) {
        most = Math.max(most, (double) image.getInt(COSName.WIDTH) * image.getInt(COSName.HEIGHT));
      }
    }
    return most;
  }
}
