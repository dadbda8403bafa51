package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for fonts that a PDF does not embed, always with the one that PDFBox brings. The fonts
 * of the machine are not looked at: searching them takes seconds, leaves a file in the user's home,
 * and would make texts depend on the machine, since widths decide where words end.
 */
final class BundledFonts implements FontMapper {
  private static final String LIBERATION_SANS =
      "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private @Nullable TrueTypeFont font;

  @Override
  public FontMapping<TrueTypeFont> getTrueTypeFont(
      String baseFont, @Nullable PDFontDescriptor descriptor) {
    return new FontMapping<>(font(), true);
  }

  @Override
  public FontMapping<FontBoxFont> getFontBoxFont(
      String baseFont, @Nullable PDFontDescriptor descriptor) {
    return new FontMapping<>(font(), true);
  }

  @Override
  public CIDFontMapping getCIDFont(
      String baseFont,
      @Nullable PDFontDescriptor descriptor,
      @Nullable PDCIDSystemInfo systemInfo) {
    return new CIDFontMapping(null, font(), true);
  }

  private synchronized TrueTypeFont font() {
    if (font == null) {
      font = load();
    }
    return font;
  }

  private static TrueTypeFont load() {
    try (InputStream bytes = FontMapper.class.getResourceAsStream(LIBERATION_SANS)) {
      if (bytes == null) {
        throw new IOException("PDFBox lacks its font " + LIBERATION_SANS);
      }
      return new TTFParser().parse(RandomAccessReadBuffer.createBufferFromStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
