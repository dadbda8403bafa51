package org.unabridged.inference.weights;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a model is split over GGUF files: their names end in the number of the part, from 1, and of
 * all parts, and each says both, its own number from 0.
 *
 * @param first file of the model
 * @param count number of files, 1 for a model that is not split
 * @param tensors in all files, or -1 if the first file does not say
 */
record SplitModel(Path first, int count, long tensors) {

  private static final Pattern NAME = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");
  private static final int MOST_PARTS = 99_999; // five digits
  private static final String NUMBER_KEY = "split.no";
  private static final String COUNT_KEY = "split.count";
  private static final String TENSORS_KEY = "split.tensors.count";

  /** What the first file says about its parts. */
  static SplitModel of(Path first, Map<String, Object> values) {
    long count = number(first, values, COUNT_KEY, 1);
    if (count <= 1) {
      return new SplitModel(first, 1, -1);
    }
    if (count > MOST_PARTS) {
      throw new WeightFormatException(first + ": " + COUNT_KEY + " is " + count);
    }
    long number = number(first, values, NUMBER_KEY, 0);
    SplitModel split = new SplitModel(first, (int) count, number(first, values, TENSORS_KEY, -1));
    if (number != 0) {
      throw new WeightFormatException(
          first + ": part " + (number + 1) + " of " + count + "; open the first part");
    }
    if (!split.part(0).getFileName().equals(first.getFileName())) {
      throw new WeightFormatException(first + ": part 1 of " + count + " by another name");
    }
    return split;
  }

  /** File of a part, numbered from 0. */
  Path part(int number) {
    Matcher name = NAME.matcher(String.valueOf(first.getFileName()));
    if (!name.matches()) {
      throw new WeightFormatException(
          first + ": part 1 of " + count + ", but its name does not end in -00001-of-00002.gguf");
    }
    return first.resolveSibling(
        String.format("%s-%05d-of-%05d.gguf", name.group(1), number + 1, count));
  }

  /** Refuses a file that is not the part that its name says. */
  void requirePart(int number, Path path, Map<String, Object> values) {
    long foundNumber = number(path, values, NUMBER_KEY, -1);
    long foundCount = number(path, values, COUNT_KEY, -1);
    if (foundNumber != number || foundCount != count) {
      throw new WeightFormatException(
          path + ": says it is part " + (foundNumber + 1) + " of " + foundCount);
    }
  }

  /** Refuses parts that together lack tensors or have too many. */
  void requireTensors(int found) {
    if (tensors >= 0 && tensors != found) {
      throw new WeightFormatException(
          first + ": " + found + " tensors in all parts, not " + tensors);
    }
  }

  private static long number(Path path, Map<String, Object> values, String key, long absent) {
    Object value = values.getOrDefault(key, absent);
    if (value instanceof Long number) {
      return number;
    }
    throw new WeightFormatException(path + ": " + key + " is " + value);
  }
}
