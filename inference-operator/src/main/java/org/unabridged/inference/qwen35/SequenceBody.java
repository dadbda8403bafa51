package org.unabridged.inference.qwen35;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.unabridged.inference.qwen35.SegmentPool.Segment;

/** What follows the head of a {@link SequenceFile}, written or read in the same order. */
final class SequenceBody {

  /** Whether a body is written or read. */
  enum Direction {
    WRITE,
    READ
  }

  private static final int BUFFER_VALUES = 1 << 14;

  private final Qwen35Model model;
  private final FileChannel channel;
  private final Direction direction;
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_VALUES * Float.BYTES);

  SequenceBody(Qwen35Model model, FileChannel channel, Direction direction) {
    this.model = model;
    this.channel = channel;
    this.direction = direction;
  }

  /** Size for that many tokens. */
  static long bytes(Qwen35Model model, long length) {
    long hidden = (long) model.configuration().width() * Float.BYTES;
    return hidden + model.stateBytes() + length * model.cacheBytesPerToken() + Long.BYTES;
  }

  /**
   * Moves everything between the file and the state.
   *
   * @throws EOFException if the file ends too early or the checksum is wrong
   */
  void run(SequenceState state, long length, float[] hidden) throws IOException {
    values(hidden);
    for (DeltaMemory memory : state.memories()) {
      values(memory.memory);
      values(memory.history);
    }
    for (KeyValueCache cache : state.caches()) {
      for (long from = 0; from < length; from += SegmentPool.TOKENS) {
        int tokens = (int) Math.min(SegmentPool.TOKENS, length - from);
        segment(cache.segment((int) (from / SegmentPool.TOKENS)), tokens);
      }
    }
    checksum();
  }

  private void segment(Segment segment, int tokens) throws IOException {
    int bytes = tokens * model.pool().rowBytes();
    for (int head = 0; head < model.configuration().attention().keyHeads(); head++) {
      bytes(segment.data().duplicate().position(segment.keys(head)), bytes);
      bytes(segment.data().duplicate().position(segment.values(head)), bytes);
    }
  }

  private void values(float[] values) throws IOException {
    for (int from = 0; from < values.length; from += BUFFER_VALUES) {
      int count = Math.min(BUFFER_VALUES, values.length - from);
      buffer.clear();
      if (direction == Direction.WRITE) {
        buffer.asFloatBuffer().put(values, from, count);
      }
      bytes(buffer, count * Float.BYTES);
      if (direction == Direction.READ) {
        buffer.clear();
        buffer.asFloatBuffer().get(values, from, count);
      }
    }
  }

  /** The next bytes from a buffer's position on. */
  private void bytes(ByteBuffer data, int count) throws IOException {
    int start = data.position();
    data.limit(start + count);
    transfer(data);
    checksum.update(data.position(start));
  }

  private void transfer(ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      if (direction == Direction.WRITE) {
        channel.write(data);
      } else if (channel.read(data) < 0) {
        throw new EOFException("the file is damaged: it ends too early");
      }
    }
  }

  private void checksum() throws IOException {
    long computed = checksum.getValue();
    buffer.clear().putLong(0, computed).limit(Long.BYTES);
    transfer(buffer);
    if (buffer.getLong(0) != computed) {
      throw new EOFException("wrong checksum: the file is damaged");
    }
  }
}
