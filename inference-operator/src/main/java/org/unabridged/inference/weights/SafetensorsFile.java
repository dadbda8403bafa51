package org.unabridged.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.tensor.BlockFormat;

/**
 * Tensors of a safetensors file, or of several with an index, mapped into memory. Immutable and
 * thread-safe. Nothing in a file is trusted. A tensor of a type that the runtime does not compute
 * with may be there, but not be asked for.
 */
final class SafetensorsFile {

  private static final Map<String, BlockFormat> FORMATS =
      Map.of("F32", BlockFormat.F32, "F16", BlockFormat.F16, "BF16", BlockFormat.BF16);

  private static final String METADATA = "__metadata__";

  private final Path path;
  private final Map<String, WeightTensor> tensors;
  // types of tensors that are there but cannot be read
  private final Map<String, String> unreadable;

  private SafetensorsFile(
      Path path, Map<String, WeightTensor> tensors, Map<String, String> unreadable) {
    this.path = path;
    this.tensors = tensors;
    this.unreadable = unreadable;
  }

  /**
   * Maps the tensors of one file.
   *
   * @throws WeightFormatException if it is no whole safetensors file
   * @throws IOException if it cannot be read
   */
  static SafetensorsFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      long headerBytes = read(path, channel, 0, Long.BYTES).getLong(0);
      if (headerBytes < 2 || headerBytes > BoundedJson.LARGEST || headerBytes > size - Long.BYTES) {
        throw new WeightFormatException(
            path + ": a header of " + headerBytes + " bytes in a file of " + size);
      }
      byte[] header = read(path, channel, Long.BYTES, (int) headerBytes).array();
      Header entries = new Header(path, Long.BYTES + headerBytes, size);
      entries.read(BoundedJson.parse(path.toString(), header));
      MappedTensors mapped = new MappedTensors(channel, TensorPlace.LARGEST_PIECE);
      return new SafetensorsFile(path, mapped.map(entries.places), entries.unreadable);
    }
  }

  /**
   * Maps the tensors of a folder: of its file, or of all that its index names.
   *
   * @throws WeightFormatException if there is neither, or a file of the index is missing or lacks a
   *     tensor
   */
  static SafetensorsFile openFolder(Path folder) throws IOException {
    Path single = folder.resolve("model.safetensors");
    if (Files.isRegularFile(single)) {
      return open(single);
    }
    Path index = folder.resolve("model.safetensors.index.json");
    if (!Files.isRegularFile(index)) {
      throw new WeightFormatException(
          folder + ": neither model.safetensors nor model.safetensors.index.json");
    }
    return openIndexed(folder, index, BoundedJson.read(index).path("weight_map"));
  }

  private static SafetensorsFile openIndexed(Path folder, Path index, JsonNode files)
      throws IOException {
    Map<String, WeightTensor> tensors = new HashMap<>();
    Map<String, String> unreadable = new HashMap<>();
    Map<String, SafetensorsFile> opened = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : files.properties()) {
      String file = entry.getValue().asText();
      SafetensorsFile shard = opened.get(file);
      if (shard == null) {
        shard = open(shard(folder, index, file));
        opened.put(file, shard);
      }
      String name = entry.getKey();
      String type = shard.unreadable.get(name);
      if (type == null) {
        tensors.put(name, shard.tensor(name));
      } else {
        unreadable.put(name, type);
      }
    }
    return new SafetensorsFile(folder, tensors, unreadable);
  }

  private static Path shard(Path folder, Path index, String file) {
    if (file.isEmpty() || file.contains("/") || file.contains("\\") || file.contains("\0")) {
      throw new WeightFormatException(index + ": '" + file + "' is no name of a file beside it");
    }
    Path shard = folder.resolve(file);
    if (!Files.isRegularFile(shard)) {
      throw new WeightFormatException(index + ": its file " + file + " is missing");
    }
    return shard;
  }

  private static ByteBuffer read(Path path, FileChannel channel, long start, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new WeightFormatException(path + ": ends inside the header");
      }
    }
    return bytes;
  }

  /** Whether there is a tensor of that name, of whatever type. */
  boolean has(String name) {
    return tensors.containsKey(name) || unreadable.containsKey(name);
  }

  /** Names of all tensors. */
  TreeSet<String> names() {
    TreeSet<String> names = new TreeSet<>(tensors.keySet());
    names.addAll(unreadable.keySet());
    return names;
  }

  /**
   * A tensor.
   *
   * @throws WeightFormatException if there is none of that name, or of a type that cannot be read
   */
  WeightTensor tensor(String name) {
    WeightTensor tensor = tensors.get(name);
    if (tensor != null) {
      return tensor;
    }
    String type = unreadable.get(name);
    throw new WeightFormatException(
        path
            + ": "
            + (type == null
                ? "no tensor " + name
                : "tensor " + name + " is of type " + type + ", which is not supported"));
  }

  /** Reads the entries of one file. */
  private static final class Header {
    private final Path path;
    private final long dataStart;
    private final long fileBytes;
    private final List<TensorPlace> places = new ArrayList<>();
    private final Map<String, String> unreadable = new HashMap<>();
    // first and end of each tensor's bytes
    private final List<long[]> ranges = new ArrayList<>();

    Header(Path path, long dataStart, long fileBytes) {
      this.path = path;
      this.dataStart = dataStart;
      this.fileBytes = fileBytes;
    }

    void read(JsonNode header) {
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        if (!entry.getKey().equals(METADATA)) {
          add(entry.getKey(), entry.getValue());
        }
      }
      ranges.sort(Comparator.comparingLong(range -> range[0]));
      for (int i = 1; i < ranges.size(); i++) {
        if (ranges.get(i)[0] < ranges.get(i - 1)[1]) {
          throw broken("tensors overlap at byte " + ranges.get(i)[0] + " of the data");
        }
      }
    }

    private void add(String name, JsonNode entry) {
      long begin = offset(name, entry.path("data_offsets").get(0));
      long end = offset(name, entry.path("data_offsets").get(1));
      if (begin > end || end > fileBytes - dataStart) {
        throw broken("tensor " + name + " lies outside the file");
      }
      if (begin < end) {
        ranges.add(new long[] {begin, end});
      }
      String type = entry.path("dtype").asText();
      List<Integer> shape = shape(name, entry.path("shape"));
      BlockFormat format = FORMATS.get(type);
      if (format == null || shape.contains(0)) {
        unreadable.put(name, format == null ? type : type + " without elements");
        return;
      }
      TensorPlace place = place(name, shape, format, dataStart + begin);
      if (place.bytes() != end - begin) {
        throw broken(
            "tensor " + name + " of " + place.bytes() + " bytes in a place of " + (end - begin));
      }
      places.add(place);
    }

    private TensorPlace place(String name, List<Integer> shape, BlockFormat format, long start) {
      try {
        return new TensorPlace(name, shape, format, start);
      } catch (WeightFormatException e) {
        throw broken(String.valueOf(e.getMessage()));
      }
    }

    private long offset(String name, @Nullable JsonNode node) {
      if (node == null || !node.canConvertToLong() || !node.isIntegralNumber()) {
        throw broken("tensor " + name + " has no offsets");
      }
      long offset = node.longValue();
      if (offset < 0) {
        throw broken("tensor " + name + " starts or ends at " + offset);
      }
      return offset;
    }

    /** Outermost first; a number without dimensions is a row of one. */
    private List<Integer> shape(String name, JsonNode node) {
      if (!node.isArray() || node.size() > 8) {
        throw broken("tensor " + name + " has no shape");
      }
      List<Integer> shape = new ArrayList<>();
      for (JsonNode extent : node) {
        if (!extent.isIntegralNumber() || !extent.canConvertToInt() || extent.intValue() < 0) {
          throw broken("tensor " + name + " has a dimension of " + extent);
        }
        shape.add(extent.intValue());
      }
      return shape.isEmpty() ? List.of(1) : shape;
    }

    private WeightFormatException broken(String reason) {
      return new WeightFormatException(path + ": " + reason);
    }
  }
}
