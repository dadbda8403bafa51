package org.unabridged.outputs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A disk that is full after so many bytes. */
final class FailingChannel implements WritableByteChannel {

  private long left;
  private boolean open = true;

  FailingChannel(long capacity) {
    this.left = capacity;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (source.remaining() > left) {
      throw new IOException("No space left");
    }
    int written = source.remaining();
    left -= written;
    source.position(source.limit());
    return written;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
