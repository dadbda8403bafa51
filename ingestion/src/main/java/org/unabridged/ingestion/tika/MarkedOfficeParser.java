package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import javax.xml.parsers.SAXParser;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Tika's parser of Office files, which reads their XML through {@link WordXml}, and a {@link
 * MendedPackage} of those that it would refuse.
 */
public final class MarkedOfficeParser extends OOXMLParser {
  private static final long serialVersionUID = 1;

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    SAXParser outer = context.get(SAXParser.class);
    WordXml xml = new WordXml();
    context.set(SAXParser.class, xml);
    try (TemporaryResources temporary = new TemporaryResources()) {
      Path mended = mended(stream, temporary);
      if (mended == null) {
        super.parse(stream, handler, metadata, context);
      } else {
        parse(mended, handler, metadata, context);
      }
    } finally {
      context.set(SAXParser.class, outer);
      xml.describe(metadata);
    }
  }

  private static @Nullable Path mended(InputStream stream, TemporaryResources temporary)
      throws IOException {
    TikaInputStream file = TikaInputStream.cast(stream);
    return file == null ? null : MendedPackage.copy(file.getPath(), temporary);
  }

  private void parse(Path mended, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    try (TikaInputStream stream = TikaInputStream.get(mended)) {
      super.parse(stream, handler, metadata, context);
    }
  }
}
