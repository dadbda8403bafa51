package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.pkg.PackageParser;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Tika's parser of archives. Some ways of packing are left to libraries that are not there; the
 * error that this gives would end the process.
 */
public final class ArchiveParser extends PackageParser {
  static final String LIBRARY_MISSING = "packed for a library that is missing";

  private static final long serialVersionUID = 1;

  /** Called by Tika: some entries say in no charset what they are called. */
  public ArchiveParser(EncodingDetector namesDetector) {
    super(namesDetector);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    try {
      super.parse(stream, handler, metadata, context);
    } catch (LinkageError e) {
      throw new UnsupportedFormatException(LIBRARY_MISSING);
    }
  }
}
