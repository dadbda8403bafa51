package org.unabridged.ingestion.tika;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Finds the charset of text that is not UTF-8 and has no byte order mark: the declared one when the
 * metadata names it and the bytes agree, else the most plausible, UTF-16 and UTF-32 among them.
 * Says nothing of ASCII, nor of bytes that are no text.
 */
public final class PlausibleCharsetDetector implements EncodingDetector {
  private static final long serialVersionUID = 1;

  /** Texts are judged by this much of their beginning, of which the lines beyond ASCII count. */
  private static final int MOST_BYTES = 4 << 20;

  private static final int BLOCK_BYTES = 4 << 10;

  /** Enough for certainty; bounds the time. */
  private static final int SAMPLE_BYTES = 16 << 10;

  private static final int ESCAPE = 0x1b;
  private static final int SHIFT_OUT = 0x0e;

  @Override
  public @Nullable Charset detect(@Nullable InputStream input, Metadata metadata)
      throws IOException {
    if (input == null || !input.markSupported()) {
      return null;
    }
    input.mark(MOST_BYTES + BLOCK_BYTES);
    try {
      byte[] head = input.readNBytes(BLOCK_BYTES);
      if (startsWithMark(head)) {
        return null;
      }
      input.reset();
      byte[] sample = sample(input);
      Charset declared = declared(metadata);
      if (sample.length > 0 && declared != null && agrees(sample, declared)) {
        return declared;
      }
      return choose(head, sample);
    } finally {
      input.reset();
    }
  }

  private static @Nullable Charset choose(byte[] head, byte[] sample) {
    if (has(head, b -> b == 0)) {
      return WideCharsets.choose(head);
    }
    if (sample.length == 0) {
      return null;
    }
    Charset legacy = Chooser.ONLY.choose(sample);
    Charset wide = has(head, b -> b < 0) ? WideCharsets.choose(head) : null;
    return wide != null && isMorePlausible(head, wide, legacy) ? wide : legacy;
  }

  private static boolean isMorePlausible(byte[] head, Charset wide, @Nullable Charset legacy) {
    return legacy == null
        || Chooser.ONLY.score(head, wide) + WideCharsets.ODDS > Chooser.ONLY.score(head, legacy);
  }

  private static boolean has(byte[] bytes, IntPredicate wanted) {
    return IntStream.range(0, bytes.length).anyMatch(i -> wanted.test(bytes[i]));
  }

  /** The lines with bytes beyond ASCII; none when there are zero bytes. */
  private static byte[] sample(InputStream input) throws IOException {
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    byte[] line = new byte[BLOCK_BYTES];
    int length = 0;
    boolean beyondAscii = false;
    byte[] block = input.readNBytes(BLOCK_BYTES);
    for (int total = 0;
        block.length > 0 && total < MOST_BYTES && sample.size() < SAMPLE_BYTES;
        block = input.readNBytes(BLOCK_BYTES)) {
      total += block.length;
      for (byte b : block) {
        if (b == 0) {
          return new byte[0];
        }
        line[length++] = b;
        beyondAscii |= b < 0 || b == ESCAPE || b == SHIFT_OUT;
        if (b == '\n' || length == line.length) {
          sample.write(line, 0, beyondAscii ? length : 0);
          length = 0;
          beyondAscii = false;
        }
      }
      ForkProgress.step();
    }
    sample.write(line, 0, beyondAscii ? length : 0);
    return sample.toByteArray();
  }

  private static boolean startsWithMark(byte[] block) {
    return starts(block, 0xfe, 0xff)
        || starts(block, 0xff, 0xfe)
        || starts(block, 0xef, 0xbb, 0xbf);
  }

  private static boolean starts(byte[] block, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= block.length || (block[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Charset declared(Metadata metadata) {
    MediaType type = MediaType.parse(metadata.get(Metadata.CONTENT_TYPE));
    String name = type == null ? null : type.getParameters().get("charset");
    try {
      return name == null ? null : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean agrees(byte[] sample, Charset declared) {
    return Chooser.ONLY.score(sample, declared) > Double.NEGATIVE_INFINITY;
  }

  private static final class Chooser {
    static final CharsetChooser ONLY = new CharsetChooser(Plausibility.model());
  }
}
