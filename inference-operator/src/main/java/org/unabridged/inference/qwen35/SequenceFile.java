package org.unabridged.inference.qwen35;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A sequence on disk. Big-endian: a magic number, the model's fingerprint, the format of the cache,
 * the number of tokens, a checksum of this head; then the last hidden state, the delta memories
 * layer by layer, the keys and values layer by layer and segment by segment, a checksum of these.
 * The size of the file follows from its head and is checked before anything is allocated.
 */
final class SequenceFile {

  private static final byte[] MAGIC = {'U', 'N', 'A', 'B', 'S', 'E', 'Q', '1'};
  private static final int HEAD =
      MAGIC.length + ModelFingerprint.BYTES + Integer.BYTES + Long.BYTES + Long.BYTES;

  private SequenceFile() {}

  static void write(Qwen35Model model, SequenceState state, long length, float[] hidden, Path path)
      throws IOException {
    Path folder = Files.createDirectories(path.toAbsolutePath().getParent());
    Path partial = Files.createTempFile(folder, "sequence", ".partial");
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        channel.write(head(model, length));
        new SequenceBody(model, channel, SequenceBody.Direction.WRITE).run(state, length, hidden);
        channel.force(true);
      }
      move(partial, path);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void move(Path partial, Path target) throws IOException {
    try {
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static ByteBuffer head(Qwen35Model model, long length) {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.put(MAGIC).put(model.fingerprint().bytes());
    head.putInt(model.pool().format().id()).putLong(length);
    head.putLong(checksum(head.array(), HEAD - Long.BYTES));
    return head.flip();
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }

  static Qwen35Sequence read(Qwen35Model model, Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long length = readHead(model, channel, path);
      long expected = HEAD + SequenceBody.bytes(model, length);
      if (channel.size() != expected) {
        throw new IOException(
            path + ": " + channel.size() + " bytes, not " + expected + ": the file is damaged");
      }
      return readBody(model, channel, length, path);
    }
  }

  private static long readHead(Qwen35Model model, FileChannel channel, Path path)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    readFully(channel, head, path);
    byte[] magic = new byte[MAGIC.length];
    byte[] fingerprint = new byte[ModelFingerprint.BYTES];
    head.get(magic).get(fingerprint);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException(path + ": not a saved sequence");
    }
    int format = head.getInt();
    long length = head.getLong();
    if (head.getLong() != checksum(head.array(), HEAD - Long.BYTES)) {
      throw new IOException(path + ": wrong checksum: the file is damaged");
    }
    if (!model.fingerprint().matches(fingerprint)) {
      throw new IOException(path + ": the sequence was read by another model");
    }
    if (format != model.pool().format().id()) {
      throw new IOException(
          path + ": the cache is in format " + format + ", not " + model.pool().format());
    }
    if (length < 1 || length > model.window()) {
      throw new IOException(path + ": " + length + " tokens: the file is damaged");
    }
    return length;
  }

  private static Qwen35Sequence readBody(
      Qwen35Model model, FileChannel channel, long length, Path path) throws IOException {
    SequenceState state = SequenceState.empty(model.configuration(), model.pool());
    boolean whole = false;
    try {
      float[] hidden = new float[model.configuration().width()];
      model.reserve(state, 0, length);
      new SequenceBody(model, channel, SequenceBody.Direction.READ).run(state, length, hidden);
      whole = true;
      return new Qwen35Sequence(model, state, length, hidden);
    } catch (EOFException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    } finally {
      if (!whole) {
        state.release();
      }
    }
  }

  private static void readFully(FileChannel channel, ByteBuffer target, Path path)
      throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new IOException(path + ": the file is damaged: it ends too early");
      }
    }
    target.flip();
  }
}
