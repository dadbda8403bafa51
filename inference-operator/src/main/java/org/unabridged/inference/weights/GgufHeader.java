package org.unabridged.inference.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unabridged.inference.tensor.BlockFormat;

/** Reads the header of one GGUF file: keys with their values, then the tensors. Used once. */
final class GgufHeader {

  private static final int MAGIC = 0x46554747; // "GGUF"

  /** Versions 2 and 3 differ in that 3 may be big-endian, which is refused. */
  private static final Set<Integer> VERSIONS = Set.of(2, 3);

  private static final int MAXIMUM_DIMENSIONS = 4;
  private static final int DEFAULT_ALIGNMENT = 32;
  private static final String ALIGNMENT_KEY = "general.alignment";

  /**
   * Least bytes of a key with its value, and of a tensor's entry: they bound how many can be there.
   */
  private static final int LEAST_KEY_BYTES = 13;

  private static final int LEAST_TENSOR_BYTES = 32;

  /**
   * Most elements of all arrays together: five times those of the largest vocabulary known, so that
   * a header of single bytes cannot fill the memory with the longs that they become.
   */
  private static final int MOST_ELEMENTS = 1 << 22;

  private final String file;
  private final ByteBuffer data;
  private final long fileBytes;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, TensorPlace> tensors = new LinkedHashMap<>();
  private int elements;

  /**
   * Prepares to read.
   *
   * @param file what messages call it
   * @param data the file from its start on, as far as a header may reach, little-endian
   * @param fileBytes size of the whole file
   */
  GgufHeader(String file, ByteBuffer data, long fileBytes) {
    this.file = file;
    this.data = data;
    this.fileBytes = fileBytes;
  }

  /**
   * Values by key: String, Long, Double or Boolean, or an array String[], long[], double[] or
   * boolean[].
   */
  Map<String, Object> values() {
    return Collections.unmodifiableMap(values);
  }

  /** Places by name, each inside the file. */
  Map<String, TensorPlace> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  void read() {
    if (data.remaining() < Integer.BYTES || data.getInt() != MAGIC) {
      throw broken("not a GGUF file");
    }
    int version = nextInt();
    if (VERSIONS.contains(Integer.reverseBytes(version))) {
      throw broken("big-endian, only little-endian files are read");
    }
    if (!VERSIONS.contains(version)) {
      throw broken("version " + version + ", only 2 and 3 are read");
    }
    int tensorCount = nextCount("tensors", LEAST_TENSOR_BYTES);
    int keyCount = nextCount("keys", LEAST_KEY_BYTES);
    for (int i = 0; i < keyCount; i++) {
      String key = nextString();
      if (values.put(key, nextValue(key, ValueType.of(nextInt(), this))) != null) {
        throw broken("key " + key + " twice");
      }
    }
    readTensors(tensorCount);
  }

  private void readTensors(int count) {
    List<TensorEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(nextEntry());
    }
    int alignment = alignment();
    long start = ((long) data.position() + alignment - 1) / alignment * alignment;
    for (TensorEntry entry : entries) {
      if (tensors.put(entry.name, place(entry, start, alignment)) != null) {
        throw broken("tensor " + entry.name + " twice");
      }
    }
  }

  private int alignment() {
    Object value = values.getOrDefault(ALIGNMENT_KEY, (long) DEFAULT_ALIGNMENT);
    if (value instanceof Long alignment
        && alignment >= 1
        && alignment <= 1 << 20
        && Long.bitCount(alignment) == 1) {
      return alignment.intValue();
    }
    throw broken(ALIGNMENT_KEY + " is " + value);
  }

  private TensorEntry nextEntry() {
    String name = nextString();
    int dimensions = nextInt();
    if (dimensions < 1 || dimensions > MAXIMUM_DIMENSIONS) {
      throw broken("tensor " + name + " has " + dimensions + " dimensions");
    }
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      long extent = nextLong();
      if (extent < 1 || extent > Integer.MAX_VALUE) {
        throw broken("tensor " + name + " has a dimension of " + extent);
      }
      shape.add((int) extent);
    }
    // the file names the contiguous dimension first
    Collections.reverse(shape);
    return new TensorEntry(name, shape, nextInt(), nextLong());
  }

  private Object nextValue(String key, ValueType type) {
    return switch (type) {
      case STRING -> nextString();
      case BOOL -> nextBoolean();
      case FLOAT32 -> (double) nextFloat();
      case FLOAT64 -> nextDouble();
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> nextInteger(type);
      case ARRAY -> nextArray(key, ValueType.of(nextInt(), this));
    };
  }

  private long nextInteger(ValueType type) {
    return switch (type) {
      case UINT8 -> nextByte() & 0xffL;
      case INT8 -> nextByte();
      case UINT16 -> nextShort() & 0xffffL;
      case INT16 -> nextShort();
      case UINT32 -> nextInt() & 0xffff_ffffL;
      case INT32 -> nextInt();
      case UINT64, INT64 -> nextLong();
      case STRING, BOOL, FLOAT32, FLOAT64, ARRAY -> throw new IllegalArgumentException(type.name());
    };
  }

  private Object nextArray(String key, ValueType type) {
    int count = nextCount("elements of " + key, type.leastBytes);
    if (count > MOST_ELEMENTS - elements) {
      throw broken("more than " + MOST_ELEMENTS + " elements in arrays");
    }
    elements += count;
    return switch (type) {
      case STRING -> {
        String[] strings = new String[count];
        for (int i = 0; i < count; i++) {
          strings[i] = nextString();
        }
        yield strings;
      }
      case FLOAT32, FLOAT64 -> {
        double[] reals = new double[count];
        for (int i = 0; i < count; i++) {
          reals[i] = type == ValueType.FLOAT32 ? nextFloat() : nextDouble();
        }
        yield reals;
      }
      case BOOL -> {
        boolean[] flags = new boolean[count];
        for (int i = 0; i < count; i++) {
          flags[i] = nextBoolean();
        }
        yield flags;
      }
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> {
        long[] integers = new long[count];
        for (int i = 0; i < count; i++) {
          integers[i] = nextInteger(type);
        }
        yield integers;
      }
      case ARRAY -> throw broken(key + " is an array of arrays");
    };
  }

  private String nextString() {
    int length = nextCount("bytes of a string", 1);
    byte[] bytes = new byte[length];
    data.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A count that the rest of the file has room for. */
  private int nextCount(String what, int leastBytes) {
    long count = nextLong();
    if (count < 0 || count > data.remaining() / leastBytes) {
      throw broken(count + " " + what + " in " + data.remaining() + " remaining bytes");
    }
    return (int) count;
  }

  private boolean nextBoolean() {
    return nextByte() != 0;
  }

  private byte nextByte() {
    need(Byte.BYTES);
    return data.get();
  }

  private short nextShort() {
    need(Short.BYTES);
    return data.getShort();
  }

  private int nextInt() {
    need(Integer.BYTES);
    return data.getInt();
  }

  private long nextLong() {
    need(Long.BYTES);
    return data.getLong();
  }

  private float nextFloat() {
    need(Float.BYTES);
    return data.getFloat();
  }

  private double nextDouble() {
    need(Double.BYTES);
    return data.getDouble();
  }

  private void need(int bytes) {
    if (data.remaining() < bytes) {
      throw broken("ends inside the header");
    }
  }

  private WeightFormatException broken(String reason) {
    return new WeightFormatException(file + ": " + reason);
  }

  private TensorPlace place(TensorEntry entry, long start, int alignment) {
    TensorPlace place = placeAnywhere(entry, start);
    boolean aligned = entry.offset >= 0 && entry.offset % alignment == 0;
    if (!aligned || entry.offset > fileBytes - start - place.bytes()) {
      throw broken("tensor " + entry.name + " lies outside the file or off its alignment");
    }
    return place;
  }

  private TensorPlace placeAnywhere(TensorEntry entry, long start) {
    try {
      return new TensorPlace(entry.name, entry.shape, format(entry), start + entry.offset);
    } catch (WeightFormatException e) {
      throw new WeightFormatException(file + ": " + e.getMessage(), e);
    }
  }

  private static BlockFormat format(TensorEntry entry) {
    for (BlockFormat format : BlockFormat.values()) {
      if (format.id() == entry.typeId) {
        return format;
      }
    }
    throw new WeightFormatException(
        "tensor " + entry.name + " has type " + entry.typeId + ", which is not supported");
  }

  /** A tensor as the header lists it, its offset counted from the end of the header. */
  private record TensorEntry(String name, List<Integer> shape, int typeId, long offset) {}

  /** Types of values, in the order of their numbers. */
  private enum ValueType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private final int leastBytes;

    ValueType(int leastBytes) {
      this.leastBytes = leastBytes;
    }

    static ValueType of(int id, GgufHeader header) {
      ValueType[] types = values();
      if (id < 0 || id >= types.length) {
        throw header.broken("value type " + id);
      }
      return types[id];
    }
  }
}
