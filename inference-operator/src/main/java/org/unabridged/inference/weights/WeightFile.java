package org.unabridged.inference.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a model and what describes them, whatever files hold them. Names of keys and
 * tensors, and what the values mean, are those of GGUF files. Immutable and thread-safe; what is
 * mapped of the files stays mapped as long as something refers to it.
 */
public abstract sealed class WeightFile permits GgufFile, HuggingFaceWeights {

  private final Path path;
  private final Map<String, Object> values;

  WeightFile(Path path, Map<String, Object> values) {
    this.path = path;
    this.values = values;
  }

  /**
   * Opens a GGUF file, or the first of a model split over several, or a folder of Hugging Face.
   *
   * @throws WeightFormatException if they are not weights that this runtime understands
   * @throws IOException if they cannot be read
   */
  public static WeightFile open(Path path) throws IOException {
    return Files.isDirectory(path) ? HuggingFaceWeights.open(path) : GgufFile.open(path);
  }

  /** Where the file or folder is. */
  public Path path() {
    return path;
  }

  /** Names of all tensors. */
  public abstract Set<String> tensorNames();

  /** Whether there is a tensor of that name. */
  public boolean hasTensor(String name) {
    return tensorNames().contains(name);
  }

  /**
   * A tensor.
   *
   * @throws WeightFormatException if there is none of that name
   */
  public abstract WeightTensor tensor(String name);

  /**
   * A tensor of a known shape.
   *
   * @param shape outermost dimension first
   * @throws WeightFormatException if it is missing or has another shape
   */
  public WeightTensor tensor(String name, Integer... shape) {
    WeightTensor tensor = tensor(name);
    if (!tensor.shape().equals(List.of(shape))) {
      throw new WeightFormatException(
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

  /** A value of whatever type, as text. */
  public String text(String key) {
    return String.valueOf(value(key, Object.class));
  }

  /** A string. */
  public String string(String key) {
    return value(key, String.class);
  }

  /** A whole number that is not negative and fits an int. */
  public int count(String key) {
    long value = value(key, Long.class);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new WeightFormatException(path + ": " + key + " is " + value);
    }
    return (int) value;
  }

  /** A floating-point number. */
  public float real(String key) {
    return value(key, Double.class).floatValue();
  }

  /** True or false. */
  public boolean flag(String key) {
    return value(key, Boolean.class);
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

  /** Whether the value of a key is an array of whole numbers. */
  public boolean hasIntegers(String key) {
    return values.get(key) instanceof long[];
  }

  private <T> T value(String key, Class<T> type) {
    Object value = values.get(key);
    if (value == null) {
      throw new WeightFormatException(path + ": no key " + key);
    }
    if (!type.isInstance(value)) {
      throw new WeightFormatException(
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
