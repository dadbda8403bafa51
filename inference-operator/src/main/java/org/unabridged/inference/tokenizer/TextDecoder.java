package org.unabridged.inference.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns tokens into text as they come. The bytes of a character that is not complete yet are held
 * back; bytes that are no UTF-8 become U+FFFD. For one thread and one text.
 */
public final class TextDecoder {

  private static final int LONGEST_CHARACTER = 4;

  private final ModelTokenizer tokenizer;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final byte[] held = new byte[LONGEST_CHARACTER];
  private int heldCount;

  /** Starts a text. */
  public TextDecoder(ModelTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The text that a token completes, perhaps none. */
  public String append(int token) {
    byte[] bytes = tokenizer.sharedBytes(token);
    ByteBuffer in = ByteBuffer.allocate(heldCount + bytes.length);
    in.put(held, 0, heldCount).put(bytes).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, false);
    heldCount = in.remaining();
    in.get(held, 0, heldCount);
    return out.flip().toString();
  }

  /** What is left at the end: U+FFFD for a character that was begun, else nothing. */
  public String finish() {
    ByteBuffer in = ByteBuffer.wrap(held, 0, heldCount);
    CharBuffer out = CharBuffer.allocate(LONGEST_CHARACTER);
    decoder.decode(in, out, true);
    decoder.flush(out);
    decoder.reset();
    heldCount = 0;
    return out.flip().toString();
  }
}
