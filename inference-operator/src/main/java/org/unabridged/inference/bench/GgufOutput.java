package org.unabridged.inference.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tensor.BlockFormat;

/** Writes a GGUF file: first its keys, then all tensors, whose rows are made one by one. */
final class GgufOutput {

  private static final int ALIGNMENT = 32;
  private static final int BUFFER = 1 << 20;

  /** Types of values. */
  private static final int UINT32 = 4;

  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
  private final List<Tensor> tensors = new ArrayList<>();
  private int keyCount;

  /** Where the bytes of a tensor come from. */
  @FunctionalInterface
  interface Rows {

    /** Writes the next row at the buffer's position. */
    void write(ByteBuffer target);
  }

  private record Tensor(String name, BlockFormat format, int[] shape, Rows rows) {

    long count() {
      long count = 1;
      for (int extent : shape) {
        count *= extent;
      }
      return count / width();
    }

    int width() {
      return shape[shape.length - 1];
    }

    long bytes() {
      return count() * format.rowBytes(width());
    }
  }

  GgufOutput string(String key, String value) {
    return key(key, STRING).add(bytes(value));
  }

  GgufOutput count(String key, long value) {
    return key(key, UINT32).add(int32((int) value));
  }

  GgufOutput real(String key, double value) {
    return key(key, FLOAT32).add(int32(Float.floatToIntBits((float) value)));
  }

  GgufOutput no(String key) {
    return key(key, BOOL).add(new byte[1]);
  }

  GgufOutput integers(String key, int... values) {
    array(key, INT32, values.length);
    for (int value : values) {
      add(int32(value));
    }
    return this;
  }

  GgufOutput strings(String key, List<String> values) {
    array(key, STRING, values.size());
    values.forEach(value -> add(bytes(value)));
    return this;
  }

  /** Adds a tensor; the shape is outermost first. */
  GgufOutput tensor(String name, BlockFormat format, Rows rows, int... shape) {
    tensors.add(new Tensor(name, format, shape, rows));
    return this;
  }

  private void array(String key, int type, int length) {
    key(key, ARRAY).add(int32(type)).add(int64(length));
  }

  private GgufOutput key(String name, int type) {
    keyCount++;
    return add(bytes(name)).add(int32(type));
  }

  private GgufOutput add(byte[] bytes) {
    keys.writeBytes(bytes);
    return this;
  }

  void write(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeFully(channel, ByteBuffer.wrap(header()));
      for (Tensor tensor : tensors) {
        writeTensor(channel, tensor);
        pad(channel);
      }
    }
  }

  private byte[] header() {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    header.writeBytes(int32(3));
    header.writeBytes(int64(tensors.size()));
    header.writeBytes(int64(keyCount));
    header.writeBytes(keys.toByteArray());
    long offset = 0;
    for (Tensor tensor : tensors) {
      header.writeBytes(bytes(tensor.name()));
      header.writeBytes(int32(tensor.shape().length));
      for (int i = tensor.shape().length - 1; i >= 0; i--) {
        header.writeBytes(int64(tensor.shape()[i]));
      }
      header.writeBytes(int32(tensor.format().id()));
      header.writeBytes(int64(offset));
      offset += padded(tensor.bytes());
    }
    header.writeBytes(new byte[(int) (padded(header.size()) - header.size())]);
    return header.toByteArray();
  }

  private static void writeTensor(FileChannel channel, Tensor tensor) throws IOException {
    int rowBytes = tensor.format().rowBytes(tensor.width());
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.max(BUFFER, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    for (long row = 0; row < tensor.count(); row++) {
      if (buffer.remaining() < rowBytes) {
        writeFully(channel, buffer.flip());
        buffer.clear();
      }
      tensor.rows().write(buffer);
    }
    writeFully(channel, buffer.flip());
  }

  private static void pad(FileChannel channel) throws IOException {
    int missing = (int) (padded(channel.position()) - channel.position());
    writeFully(channel, ByteBuffer.allocate(missing));
  }

  private static long padded(long size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static void writeFully(FileChannel channel, ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }

  private static byte[] bytes(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + text.length).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(text.length).put(text).array();
  }

  private static byte[] int32(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] int64(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
