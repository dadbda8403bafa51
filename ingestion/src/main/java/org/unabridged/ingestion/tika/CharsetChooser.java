package org.unabridged.ingestion.tika;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the charset that makes the most plausible text of some bytes. Bytes are compared as a
 * whole, so that charsets of one and of several bytes a character compete fairly. Immutable.
 */
final class CharsetChooser {
  /** What a byte costs that means nothing in a charset. */
  private static final double MALFORMED = -40;

  /** A charset in which more bytes than this share mean nothing is out. */
  private static final double MOST_MALFORMED = 0.02;

  private static final int MALFORMED_ALLOWED = 3;

  /** Charsets of seven bits, in which an eighth is a contradiction. */
  private static final String SEVEN_BITS = "ISO-2022";

  private final TextPlausibility plausibility;

  CharsetChooser(TextPlausibility plausibility) {
    this.plausibility = plausibility;
  }

  /**
   * @param bytes some lines of a text, or all
   * @return null when no charset makes sense of the bytes
   */
  @Nullable Charset choose(byte[] bytes) {
    Charset best = null;
    double most = Double.NEGATIVE_INFINITY;
    Map<CharBuffer, Double> known = new HashMap<>();
    for (Map.Entry<Charset, Double> candidate : LegacyCharsets.odds().entrySet()) {
      double score = candidate.getValue() + score(bytes, candidate.getKey(), known);
      if (score > most) {
        most = score;
        best = candidate.getKey();
      }
    }
    return best;
  }

  /** Negative infinity when too many bytes mean nothing. */
  double score(byte[] bytes, Charset charset) {
    return score(bytes, charset, new HashMap<>());
  }

  /**
   * @param known scores of decoded texts: many charsets make the same text of the same bytes
   */
  private double score(byte[] bytes, Charset charset, Map<CharBuffer, Double> known) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(2 * bytes.length + 16);
    int malformed = 0;
    double allowed =
        charset.name().startsWith(SEVEN_BITS)
            ? 0
            : MALFORMED_ALLOWED + MOST_MALFORMED * bytes.length;
    for (CoderResult result = decoder.decode(input, text, true);
        !result.isUnderflow();
        result = decoder.decode(input, text, true)) {
      if (result.isOverflow()) {
        return Double.NEGATIVE_INFINITY;
      }
      input.position(input.position() + result.length());
      malformed += result.length();
      if (malformed > allowed) {
        return Double.NEGATIVE_INFINITY;
      }
    }
    return malformed * MALFORMED + known.computeIfAbsent(text.flip(), plausibility::logLikelihood);
  }
}
