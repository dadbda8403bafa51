package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Takes a text for UTF-8 when all of it is, and not all ASCII. Tika's own detectors judge by the
 * first 16 KB: a contract whose first quotation mark comes later would be read as Windows-1252.
 */
public final class WholeUtf8Detector implements EncodingDetector {
  private static final long serialVersionUID = 1;

  /** Longer texts are judged by this much of them. */
  private static final int MOST_BYTES = 64 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  @Override
  public @Nullable Charset detect(@Nullable InputStream input, Metadata metadata)
      throws IOException {
    if (input == null || !input.markSupported()) {
      return null;
    }
    input.mark(MOST_BYTES);
    try {
      return isUtf8BeyondAscii(input) ? StandardCharsets.UTF_8 : null;
    } finally {
      input.reset();
    }
  }

  private static boolean isUtf8BeyondAscii(InputStream input) throws IOException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES);
    boolean beyondAscii = false;
    boolean ended = false;
    for (int total = 0; !ended; ) {
      int wanted = Math.min(bytes.remaining(), MOST_BYTES - BUFFER_BYTES - total);
      int read = wanted <= 0 ? -1 : input.read(bytes.array(), bytes.position(), wanted);
      boolean cut = wanted <= 0;
      ended = read < 0;
      bytes.position(bytes.position() + Math.max(0, read)).flip();
      total += Math.max(0, read);
      if (decoder.decode(bytes, characters, ended && !cut).isError()) {
        return false;
      }
      for (characters.flip(); characters.hasRemaining(); ) {
        char c = characters.get();
        if (c == '\0') {
          return false;
        }
        beyondAscii |= c > '\u007f';
      }
      characters.clear();
      bytes.compact();
      ForkProgress.step();
    }
    return beyondAscii;
  }
}
