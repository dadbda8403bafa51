package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.parsers.SAXParser;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.utils.XMLReaderUtils;
import org.xml.sax.Parser;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads the parts of an Office file for Tika, with {@link WordText} in front of its handlers. One
 * belongs to one file: the parts are numbered together.
 */
final class WordXml extends SAXParser {
  /** Properties of a file that says what its document does not. */
  static final String TRACKED_CHANGES = "unabridged:tracked_changes";

  static final String COMMENTS = "unabridged:comments";

  private final NoteNumbers notes = new NoteNumbers();
  private boolean hasTrackedChanges;
  private boolean hasComments;

  @Override
  public void parse(InputStream stream, DefaultHandler handler) throws SAXException, IOException {
    try {
      XMLReaderUtils.parseSAX(stream, new WordText(handler, this), new ParseContext());
    } catch (TikaException e) {
      throw new SAXException(e);
    }
  }

  NoteNumbers notes() {
    return notes;
  }

  /** The text is what it says when all changes are accepted. */
  void noteTrackedChange() {
    hasTrackedChanges = true;
  }

  void noteComment() {
    hasComments = true;
  }

  /** Says what was met so far. */
  void describe(Metadata metadata) {
    if (hasTrackedChanges) {
      metadata.set(TRACKED_CHANGES, "true");
    }
    if (hasComments) {
      metadata.set(COMMENTS, "true");
    }
  }

  @Override
  @SuppressWarnings("deprecation")
  public Parser getParser() {
    throw new UnsupportedOperationException("only streams are parsed");
  }

  @Override
  public XMLReader getXMLReader() {
    throw new UnsupportedOperationException("only streams are parsed");
  }

  @Override
  public boolean isNamespaceAware() {
    return true;
  }

  @Override
  public boolean isValidating() {
    return false;
  }

  @Override
  public void setProperty(String name, Object value) throws SAXNotRecognizedException {
    throw new SAXNotRecognizedException(name);
  }

  @Override
  public Object getProperty(String name) throws SAXNotRecognizedException {
    throw new SAXNotRecognizedException(name);
  }
}
