package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** Tika's EPUB parser with a division around each item of the spine. */
public final class EpubParts extends EpubParser {
  static final String PART = "unabridged-part";

  private static final long serialVersionUID = 1;
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  /** Called by Tika in the parser's process. */
  public EpubParts() {
    setContentParser(new Divided(getContentParser()));
  }

  private record Divided(Parser item) implements Parser {
    @Override
    public Set<MediaType> getSupportedTypes(ParseContext context) {
      return item.getSupportedTypes(context);
    }

    @Override
    public void parse(
        InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
        throws IOException, SAXException, TikaException {
      item.parse(stream, new Division(handler), metadata, context);
    }
  }

  private static final class Division extends ContentHandlerDecorator {
    Division(ContentHandler handler) {
      super(handler);
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes)
        throws SAXException {
      super.startElement(uri, localName, name, attributes);
      if ("body".equals(localName)) {
        AttributesImpl part = new AttributesImpl();
        part.addAttribute("", "class", "class", "CDATA", PART);
        super.startElement(XHTML, "div", "div", part);
      }
    }

    @Override
    public void endElement(String uri, String localName, String name) throws SAXException {
      if ("body".equals(localName)) {
        super.endElement(XHTML, "div", "div");
      }
      super.endElement(uri, localName, name);
    }
  }
}
