package org.unabridged.inference.weights;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GGUF file, version 3, mapped into memory. Immutable and thread-safe; the mapping lives as long
 * as something refers to it. Nothing in the file is trusted: every count and offset is checked
 * against the size of the file before memory is allocated for it.
 */
public final class GgufFile {

  private final Path path;
  private final Map<String, Object> values;
  private final Map<String, GgufTensor> tensors;

  private GgufFile(Path path, Map<String, Object> values, Map<String, GgufTensor> tensors) {
    this.path = path;
    this.values = values;
    this.tensors = tensors;
  }

  /**
   * Maps a file and reads its header.
   *
   * @throws GgufFormatException if the file is not a GGUF file that this reader understands, or not
   *     a whole one
   * @throws IOException if it cannot be read
   */
  public static GgufFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new GgufFormatException(path + ": " + channel.size() + " bytes, more than 2 GiB");
      }
      MappedByteBuffer data = channel.map(MapMode.READ_ONLY, 0, channel.size());
      data.order(ByteOrder.LITTLE_ENDIAN);
      GgufHeader header = new GgufHeader(path.toString(), data);
      header.read();
      return new GgufFile(path, header.values(), header.tensors());
    }
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /** Names of all tensors. */
  public Iterable<String> tensorNames() {
    return tensors.keySet();
  }

  /**
   * A tensor.
   *
   * @throws GgufFormatException if there is none of that name
   */
  public GgufTensor tensor(String name) {
    GgufTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new GgufFormatException(path + ": no tensor " + name);
    }
    return tensor;
  }

  /**
   * A tensor of a known shape.
   *
   * @param shape outermost dimension first
   * @throws GgufFormatException if it is missing or has another shape
   */
  public GgufTensor tensor(String name, Integer... shape) {
    GgufTensor tensor = tensor(name);
    if (!tensor.shape().equals(List.of(shape))) {
      throw new GgufFormatException(
          path + ": " + name + " has shape " + tensor.shape() + ", not " + List.of(shape));
    }
    return tensor;
  }

  /** Whether there is a value of that key. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** A string, or null if the key is missing. */
  public @Nullable String stringOrNull(String key) {
    return has(key) ? string(key) : null;
  }

  /** A string. */
  public String string(String key) {
    return value(key, String.class);
  }

  /** A whole number that is not negative and fits an int. */
  public int count(String key) {
    long value = value(key, Long.class);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new GgufFormatException(path + ": " + key + " is " + value);
    }
    return (int) value;
  }

  /** A floating-point number. */
  public float real(String key) {
    return value(key, Double.class).floatValue();
  }

  /** An array of strings. */
  public List<String> strings(String key) {
    return List.of(value(key, String[].class));
  }

  /** An array of floating-point numbers. */
  public float[] reals(String key) {
    double[] wide = value(key, double[].class);
    float[] values = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  /** An array of whole numbers. */
  public long[] integers(String key) {
    return value(key, long[].class).clone();
  }

  private <T> T value(String key, Class<T> type) {
    Object value = values.get(key);
    if (value == null) {
      throw new GgufFormatException(path + ": no key " + key);
    }
    if (!type.isInstance(value)) {
      throw new GgufFormatException(
          path
              + ": "
              + key
              + " is "
              + value.getClass().getSimpleName()
              + ", not "
              + type.getSimpleName());
    }
    return type.cast(value);
  }
}
