package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.parsers.SAXParser;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Tika's parser of Office files, which reads their XML through {@link WordXml}. */
public final class MarkedOfficeParser extends OOXMLParser {
  private static final long serialVersionUID = 1;

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    SAXParser outer = context.get(SAXParser.class);
    WordXml xml = new WordXml();
    context.set(SAXParser.class, xml);
    try {
      super.parse(stream, handler, metadata, context);
    } finally {
      context.set(SAXParser.class, outer);
      xml.describe(metadata);
    }
  }
}
