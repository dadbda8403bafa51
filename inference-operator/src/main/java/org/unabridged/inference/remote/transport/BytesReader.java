package org.unabridged.inference.remote.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ServerFailure;

/** Collects a reply that is needed as a whole, such as a list of tokens. */
final class BytesReader implements ReplyReader<byte[]> {

  /** Room for the tokens of a million-token prompt in JSON, or for that prompt, several times. */
  private static final int LARGEST = 128 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void begin(String contentType) {}

  @Override
  public void accept(ByteBuffer buffer) {
    if (bytes.size() + (long) buffer.remaining() > LARGEST) {
      throw ServerFailure.of(FailureKind.INVALID_BODY, "the reply has more than 128 MiB");
    }
    byte[] piece = new byte[buffer.remaining()];
    buffer.get(piece);
    bytes.write(piece, 0, piece.length);
  }

  @Override
  public long events() {
    return bytes.size();
  }

  @Override
  public boolean hasText() {
    return bytes.size() > 0;
  }

  @Override
  public byte[] finish() {
    return bytes.toByteArray();
  }
}
