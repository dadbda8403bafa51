package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.pdfbox.io.RandomAccessStreamCache.StreamCacheCreateFunction;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Tika's PDF parser with pages of our own, which say where each word stands. Passwords, properties,
 * forms and attachments stay Tika's: it sees a document without pages, and where its body begins
 * {@link PdfPages} writes them.
 */
public final class PlacedPdfParser extends PDFParser {
  private static final long serialVersionUID = 1;

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    Open outer = context.get(Open.class);
    Open open = new Open();
    context.set(Open.class, open);
    PagesInBody pages = new PagesInBody(handler, metadata, open);
    try {
      super.parse(stream, pages, metadata, context);
    } finally {
      context.set(Open.class, outer);
    }
    if (pages.failure != null) {
      throw new TikaException("a page cannot be read", pages.failure);
    }
  }

  @Override
  protected PDDocument getPDDocument(
      Path path,
      String password,
      StreamCacheCreateFunction cache,
      Metadata metadata,
      ParseContext context)
      throws IOException {
    return withoutPages(super.getPDDocument(path, password, cache, metadata, context), context);
  }

  @Override
  protected PDDocument getPDDocument(
      InputStream stream,
      String password,
      StreamCacheCreateFunction cache,
      Metadata metadata,
      ParseContext context)
      throws IOException {
    return withoutPages(super.getPDDocument(stream, password, cache, metadata, context), context);
  }

  private static PDDocument withoutPages(PDDocument whole, ParseContext context) {
    context.get(Open.class).document = whole;
    return new WithoutPages(whole);
  }

  /** The document that is being parsed: one file may be inside another. */
  private static final class Open {
    private @Nullable PDDocument document;
  }

  private static final class WithoutPages extends PDDocument {
    private final PDDocument whole;

    WithoutPages(PDDocument whole) {
      super(whole.getDocument(), null, whole.getCurrentAccessPermission());
      this.whole = whole;
    }

    @Override
    public PDPageTree getPages() {
      return new PDPageTree();
    }

    @Override
    public void close() throws IOException {
      whole.close();
    }
  }

  private static final class PagesInBody extends ContentHandlerDecorator {
    private final ContentHandler handler;
    private final Metadata metadata;
    private final Open open;
    private @Nullable Exception failure;
    private boolean written;

    PagesInBody(ContentHandler handler, Metadata metadata, Open open) {
      super(handler);
      this.handler = handler;
      this.metadata = metadata;
      this.open = open;
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes)
        throws SAXException {
      super.startElement(uri, localName, name, attributes);
      PDDocument document = open.document;
      if (!written && document != null && "body".equals(localName)) {
        written = true;
        failure = PdfPages.write(document, handler, metadata);
      }
    }
  }
}
