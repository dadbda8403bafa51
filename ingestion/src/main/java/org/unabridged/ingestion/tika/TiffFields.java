package org.unabridged.ingestion.tika;

import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The fields of TIFF's pages, by the names of its specification. */
final class TiffFields {
  private TiffFields() {}

  /**
   * A number that a page says of itself.
   *
   * @return null when it does not, the file is no TIFF, or its fields are damaged
   */
  static @Nullable Integer number(ImageReader reader, int page, String name) {
    try {
      IIOMetadata metadata = reader.getImageMetadata(page);
      String format = metadata == null ? null : metadata.getNativeMetadataFormatName();
      if (format == null || !format.contains("tiff")) {
        return null;
      }
      Element tree = (Element) metadata.getAsTree(format);
      NodeList fields = tree.getElementsByTagName("TIFFField");
      for (int i = 0; i < fields.getLength(); i++) {
        Element field = (Element) fields.item(i);
        if (name.equals(field.getAttribute("name"))) {
          return number(field);
        }
      }
      return null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Of either of the types that numbers have. */
  private static @Nullable Integer number(Element field) {
    for (String type : new String[] {"TIFFLong", "TIFFShort"}) {
      if (field.getElementsByTagName(type).item(0) instanceof Element value) {
        return Integer.valueOf(value.getAttribute("value"));
      }
    }
    return null;
  }
}
