package org.unabridged.inference.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.unabridged.inference.tensor.BlockFormat;

/** Compares what the formats' blocks decode to with what another implementation made of them. */
final class BlockParity {

  /** The file with the blocks and their values. */
  static final String LIST = "dequant_golden.json";

  private BlockParity() {}

  /** Checks all blocks; every value must be the same to the bit. */
  static boolean run(Path directory, PrintStream out) throws IOException {
    JsonNode cases = new ObjectMapper().readTree(directory.resolve(LIST).toFile()).get("cases");
    Set<String> formats = new TreeSet<>();
    int differing = 0;
    for (JsonNode each : cases) {
      String name = each.get("name").asText();
      formats.add(name);
      BlockFormat format = BlockFormat.valueOf(name.toUpperCase(Locale.ROOT));
      float[] expected = new float[each.get("values").size()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) each.get("values").get(i).doubleValue();
      }
      float[] actual = new float[expected.length];
      ByteBuffer blocks = ByteBuffer.wrap(HexFormat.of().parseHex(each.get("hex").asText()));
      format.decode(blocks.order(ByteOrder.LITTLE_ENDIAN), 0, actual, 0, actual.length);
      if (!Arrays.equals(expected, actual)) {
        out.println(name + ", " + each.get("source").asText() + ": values differ: FAILED");
        differing++;
      }
    }
    out.printf(
        "blocks: %d of %d the same to the bit, of %d formats%n",
        cases.size() - differing, cases.size(), formats.size());
    return differing == 0;
  }
}
