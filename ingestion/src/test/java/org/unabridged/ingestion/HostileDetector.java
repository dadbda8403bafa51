package org.unabridged.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.tika.detect.Detector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;

/** Recognises the files with which tests make the parser's process misbehave. */
public final class HostileDetector implements Detector {
  static final String MARK = "HOSTILE:";
  static final MediaType TYPE = MediaType.application("x-unabridged-hostile");

  private static final long serialVersionUID = 1;

  @Override
  public MediaType detect(InputStream input, Metadata metadata) throws IOException {
    if (input == null) {
      return MediaType.OCTET_STREAM;
    }
    input.mark(MARK.length());
    try {
      String head = new String(input.readNBytes(MARK.length()), StandardCharsets.US_ASCII);
      return head.equals(MARK) ? TYPE : MediaType.OCTET_STREAM;
    } finally {
      input.reset();
    }
  }
}
