package org.unabridged.inference.weights;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes safetensors files for tests. */
final class SafetensorsWriter {

  private final StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** Adds a float32 tensor. */
  SafetensorsWriter tensor(String name, float[] values, int... shape) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (float value : values) {
      bytes.writeBytes(GgufWriter.int32(Float.floatToIntBits(value)));
    }
    return tensor(name, "F32", bytes.toByteArray(), shape);
  }

  SafetensorsWriter tensor(String name, String type, byte[] bytes, int... shape) {
    int start = data.size();
    data.writeBytes(bytes);
    return entry(name, type, Arrays.toString(shape), start, data.size());
  }

  /** Adds an entry, whatever it says. */
  SafetensorsWriter entry(String name, String type, String shape, long begin, long end) {
    header.append(
        String.format(
            ",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
            name, type, shape, begin, end));
    return this;
  }

  byte[] toBytes() {
    byte[] json = (header + "}").getBytes(StandardCharsets.UTF_8);
    return GgufWriter.join(GgufWriter.int64(json.length), json, data.toByteArray());
  }
}
