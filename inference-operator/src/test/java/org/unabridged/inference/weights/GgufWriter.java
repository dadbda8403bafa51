package org.unabridged.inference.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes GGUF files for tests, broken ones too. */
public final class GgufWriter {

  private static final int ALIGNMENT = 32;

  private final List<byte[]> keys = new ArrayList<>();
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private int tensors;

  /** Adds a value of any type, given as its bytes. */
  public GgufWriter key(String name, int type, byte[] value) {
    keys.add(join(string(name), int32(type), value));
    return this;
  }

  public GgufWriter string(String name, String value) {
    return key(name, 8, string(value));
  }

  public GgufWriter uint32(String name, int value) {
    return key(name, 4, int32(value));
  }

  public GgufWriter float32(String name, float value) {
    return key(name, 6, int32(Float.floatToIntBits(value)));
  }

  public GgufWriter strings(String name, List<String> values) {
    byte[][] all = values.stream().map(GgufWriter::string).toArray(byte[][]::new);
    return key(name, 9, join(int32(8), int64(values.size()), join(all)));
  }

  public GgufWriter floats(String name, float... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (float value : values) {
      out.writeBytes(int32(Float.floatToIntBits(value)));
    }
    return key(name, 9, join(int32(6), int64(values.length), out.toByteArray()));
  }

  public GgufWriter integers(String name, int... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int value : values) {
      out.writeBytes(int32(value));
    }
    return key(name, 9, join(int32(5), int64(values.length), out.toByteArray()));
  }

  /** Adds a float32 tensor; the shape is outermost first. */
  public GgufWriter tensor(String name, float[] values, int... shape) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (float value : values) {
      out.writeBytes(int32(Float.floatToIntBits(value)));
    }
    return tensor(name, 0, out.toByteArray(), shape);
  }

  /** Adds a tensor of any type, given as its bytes. */
  public GgufWriter tensor(String name, int type, byte[] bytes, int... shape) {
    entries.writeBytes(string(name));
    entries.writeBytes(int32(shape.length));
    for (int i = shape.length - 1; i >= 0; i--) {
      entries.writeBytes(int64(shape[i]));
    }
    entries.writeBytes(int32(type));
    entries.writeBytes(int64(data.size()));
    data.writeBytes(bytes);
    data.writeBytes(new byte[-data.size() & (ALIGNMENT - 1)]);
    tensors++;
    return this;
  }

  public byte[] toBytes() {
    byte[] header =
        join(
            "GGUF".getBytes(StandardCharsets.US_ASCII),
            int32(3),
            int64(tensors),
            int64(keys.size()),
            join(keys.toArray(byte[][]::new)),
            entries.toByteArray());
    byte[] padding = new byte[-header.length & (ALIGNMENT - 1)];
    return join(header, padding, data.toByteArray());
  }

  static byte[] string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return join(int64(bytes.length), bytes);
  }

  static byte[] int32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] int64(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
