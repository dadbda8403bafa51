package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names of the strict kind of Office documents (ISO/IEC 29500-1), which Office writes as "Strict
 * Open XML", as those of the usual, transitional kind (ISO/IEC 29500-4), which Tika's library
 * reads. They differ by a rule, except for two.
 */
final class StrictNames {
  private static final String STRICT = "http://purl.oclc.org/ooxml/";
  private static final Pattern NAME = Pattern.compile("http://purl\\.oclc\\.org/ooxml/(\\w+)/");
  private static final Pattern PROPERTIES =
      Pattern.compile("(officeDocument/2006/(?:relationships/)?)(extended|custom)Properties");

  /** A cell with a date as text, where transitional ones have a number. */
  private static final Pattern DATE_CELL = Pattern.compile("(<(?:\\w+:)?c\\s[^<>]*\\bt=\")d\"");

  private static final int BLOCK_BYTES = 1 << 20;

  private StrictNames() {}

  static boolean areIn(String xml) {
    return xml.contains(STRICT);
  }

  static String transitional(String xml) {
    String named = NAME.matcher(xml).replaceAll("http://schemas.openxmlformats.org/$1/2006/");
    String properties = PROPERTIES.matcher(named).replaceAll("$1$2-properties");
    return DATE_CELL.matcher(properties).replaceAll("$1str\"");
  }

  /** Block by block, cut behind the end of an element, for parts of any size. */
  static void translate(InputStream in, OutputStream out) throws IOException {
    String rest = "";
    for (byte[] block = in.readNBytes(BLOCK_BYTES);
        block.length > 0;
        block = in.readNBytes(BLOCK_BYTES)) {
      String text = rest + new String(block, StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf('>') + 1;
      end = end == 0 ? text.length() : end;
      write(text.substring(0, end), out);
      rest = text.substring(end);
    }
    write(rest, out);
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(transitional(text).getBytes(StandardCharsets.ISO_8859_1));
  }
}
