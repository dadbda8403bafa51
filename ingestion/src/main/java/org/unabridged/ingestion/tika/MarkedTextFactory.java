package org.unabridged.ingestion.tika;

import java.util.Locale;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.apache.tika.sax.ContentHandlerDecoratorFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Puts a {@link MarkedTextHandler} in front of Tika's own handler, for each document of a file. */
public final class MarkedTextFactory implements ContentHandlerDecoratorFactory {
  static final String DEPTH_PROPERTY = "unabridged.parser.embeddedDepth";

  /** Where the words of a document stand, see {@link PlacedWord#edges()}. */
  static final String WORD_EDGES = "unabridged:word_edges";

  private static final long serialVersionUID = 1;

  @Override
  public ContentHandler decorate(ContentHandler handler, Metadata metadata, ParseContext context) {
    ForkProgress.step();
    Holders.begin(metadata);
    if (depth(metadata) == 0) {
      TextJournal.restart();
    }
    if (depth(metadata) > Integer.getInteger(DEPTH_PROPERTY, Integer.MAX_VALUE)) {
      return new TooDeep();
    }
    MarkedTextHandler.Layout layout = layout(MediaType.parse(type(metadata)));
    ContentHandler text =
        new MarkedTextHandler(
            new Journaled(handler, metadata), layout, edges -> metadata.set(WORD_EDGES, edges));
    return PictureText.before(text, metadata, layout);
  }

  private static String type(Metadata metadata) {
    String type = metadata.get(Metadata.CONTENT_TYPE);
    return type == null ? "application/octet-stream" : type;
  }

  private static int depth(Metadata metadata) {
    String idPath = metadata.get(TikaCoreProperties.EMBEDDED_ID_PATH);
    return idPath == null ? 0 : Math.toIntExact(idPath.chars().filter(c -> c == '/').count());
  }

  private static MarkedTextHandler.Layout layout(@Nullable MediaType type) {
    String subtype = type == null ? "" : type.getSubtype().toLowerCase(Locale.ROOT);
    if (subtype.contains("html") || subtype.contains("epub") || subtype.contains("ibooks")) {
      return MarkedTextHandler.Layout.FLOWING;
    }
    if (subtype.contains("excel") || subtype.contains("spreadsheet")) {
      return MarkedTextHandler.Layout.SHEETS;
    }
    return MarkedTextHandler.Layout.LINES;
  }

  /** Text goes into the journal first: what does not fit the limit may be the last that came. */
  private static final class Journaled extends ContentHandlerDecorator {
    private final Metadata metadata;
    private final int document;

    Journaled(ContentHandler handler, Metadata metadata) {
      super(handler);
      this.metadata = metadata;
      document = TextJournal.begin(metadata);
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
      TextJournal.text(document, characters, start, length);
      super.characters(characters, start, length);
    }

    @Override
    public void endDocument() throws SAXException {
      TextJournal.end(document, metadata);
      super.endDocument();
    }
  }

  /** A document nested too deep: the exception is recorded as its own, its parent goes on. */
  static final class TooDeep extends DefaultHandler {
    static final String MESSAGE = "embedded deeper than allowed";

    @Override
    public void startDocument() throws SAXException {
      throw new SAXException(MESSAGE);
    }
  }
}
