package org.unabridged.inference.remote.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ServerFailure;

/** Collects a reply that is needed as a whole, such as a list of tokens. */
final class BytesReader implements ReplyReader<byte[]> {

  /** Room for the tokens of a million-token prompt in JSON, or for that prompt, several times. */
  private static final int LARGEST = 128 << 20;

  private final List<byte[]> pieces = new ArrayList<>();
  private int length;

  @Override
  public void begin(String contentType) {}

  @Override
  public void accept(ByteBuffer buffer) {
    if (length + (long) buffer.remaining() > LARGEST) {
      throw ServerFailure.of(FailureKind.INVALID_BODY, "the reply has more than 128 MiB");
    }
    byte[] piece = new byte[buffer.remaining()];
    buffer.get(piece);
    pieces.add(piece);
    length += piece.length;
  }

  @Override
  public long events() {
    return length;
  }

  @Override
  public boolean hasText() {
    return length > 0;
  }

  @Override
  public byte[] finish() {
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, whole, at, piece.length);
      at += piece.length;
    }
    pieces.clear();
    return whole;
  }
}
