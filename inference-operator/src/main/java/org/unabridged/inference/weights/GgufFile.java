package org.unabridged.inference.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A GGUF file, version 2 or 3, of any size, or several that one model was split over, mapped into
 * memory. Nothing in a file is trusted: every count and offset is checked against the size of the
 * file before memory is allocated for it.
 */
public final class GgufFile extends WeightFile {

  /** Most bytes of a header; that of a model with 248,320 tokens has a tenth of it. */
  private static final long LARGEST_HEADER = 100_000_000;

  private final Map<String, WeightTensor> tensors;

  private GgufFile(Path path, Map<String, Object> values, Map<String, WeightTensor> tensors) {
    super(path, values);
    this.tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }

  /**
   * Maps a file and reads its header. The first file of a split model stands for all of them; the
   * others are looked for beside it.
   *
   * @throws WeightFormatException if the file is not a GGUF file that this reader understands, or
   *     not a whole one, or one of a split model is missing
   * @throws IOException if it cannot be read
   */
  public static GgufFile open(Path path) throws IOException {
    return open(path, TensorPlace.LARGEST_PIECE);
  }

  /** Opens with mappings of a size, for tests. */
  static GgufFile open(Path path, long largestMapping) throws IOException {
    Part first = Part.open(path, largestMapping);
    SplitModel split = SplitModel.of(path, first.values);
    Map<String, WeightTensor> tensors = new HashMap<>(first.tensors);
    for (int number = 1; number < split.count(); number++) {
      Path next = split.part(number);
      if (!Files.isRegularFile(next)) {
        throw new WeightFormatException(path + ": its part " + next + " is missing");
      }
      Part part = Part.open(next, largestMapping);
      split.requirePart(number, next, part.values);
      for (Map.Entry<String, WeightTensor> tensor : part.tensors.entrySet()) {
        if (tensors.put(tensor.getKey(), tensor.getValue()) != null) {
          throw new WeightFormatException(next + ": tensor " + tensor.getKey() + " twice");
        }
      }
    }
    split.requireTensors(tensors.size());
    return new GgufFile(path, first.values, tensors);
  }

  @Override
  public Set<String> tensorNames() {
    return tensors.keySet();
  }

  @Override
  public boolean hasTensor(String name) {
    return tensors.containsKey(name);
  }

  @Override
  public WeightTensor tensor(String name) {
    WeightTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new WeightFormatException(path() + ": no tensor " + name);
    }
    return tensor;
  }

  /** What one file holds. */
  private record Part(Map<String, Object> values, Map<String, WeightTensor> tensors) {

    static Part open(Path path, long largestMapping) throws IOException {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        long size = channel.size();
        ByteBuffer start = channel.map(MapMode.READ_ONLY, 0, Math.min(size, LARGEST_HEADER));
        GgufHeader header =
            new GgufHeader(path.toString(), start.order(ByteOrder.LITTLE_ENDIAN), size);
        header.read();
        MappedTensors mapped = new MappedTensors(channel, largestMapping);
        return new Part(header.values(), mapped.map(header.tensors().values()));
      }
    }
  }
}
