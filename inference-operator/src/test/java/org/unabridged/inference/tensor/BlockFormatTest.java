package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The formats against blocks, quantised ones and random bytes, whose values another implementation
 * computed: a line each of name, blocks and little-endian float32 values, both in Base64.
 */
class BlockFormatTest {

  private record Golden(BlockFormat format, byte[] blocks, float[] values) {

    static Golden parse(String line) {
      String[] fields = line.split("\t");
      Base64.Decoder base64 = Base64.getDecoder();
      ByteBuffer bytes = ByteBuffer.wrap(base64.decode(fields[2])).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      BlockFormat format = BlockFormat.valueOf(fields[0].toUpperCase(Locale.ROOT));
      return new Golden(format, base64.decode(fields[1]), values);
    }
  }

  static List<Golden> golden() throws IOException {
    try (InputStream in = BlockFormatTest.class.getResourceAsStream("blocks.tsv")) {
      String lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return lines.lines().map(Golden::parse).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void decodesToTheBitWhatAnotherImplementationDoes(Golden golden) {
    int offset = 3;
    int count = golden.values.length;
    ByteBuffer data = buffer(golden.blocks, 5);
    float[] target = new float[offset + count + 1];
    Arrays.fill(target, Float.NaN);
    golden.format.decode(data, 5, target, offset, count);
    assertThat(Arrays.copyOfRange(target, offset, offset + count)).isEqualTo(golden.values);
    assertThat(target[offset - 1]).isNaN();
    assertThat(target[offset + count]).isNaN();
  }

  @Test
  void checksEveryFormatThatHasBlocks() throws IOException {
    Set<BlockFormat> checked =
        golden().stream()
            .map(Golden::format)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(BlockFormat.class)));
    assertThat(checked)
        .isEqualTo(
            EnumSet.complementOf(EnumSet.of(BlockFormat.F32, BlockFormat.F16, BlockFormat.BF16)));
  }

  /** Any number of blocks, one by one or together, on the heap or off it, gives the same. */
  @ParameterizedTest
  @MethodSource("golden")
  void decodesBlockByBlockAlike(Golden golden) {
    int length = golden.format.blockLength();
    ByteBuffer data = ByteBuffer.wrap(golden.blocks).order(ByteOrder.LITTLE_ENDIAN);
    for (int block = 0; block < golden.values.length / length; block++) {
      float[] target = new float[length];
      golden.format.decode(data, block * golden.format.blockBytes(), target, 0, length);
      assertThat(target)
          .isEqualTo(Arrays.copyOfRange(golden.values, block * length, (block + 1) * length));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"F32", "F16", "BF16"})
  void knowsItsSizes(BlockFormat format) throws IOException {
    for (Golden golden : golden()) {
      if (golden.format == format) {
        int blocks = golden.values.length / format.blockLength();
        assertThat(golden.blocks).hasSize(blocks * format.blockBytes());
        assertThat(format.rowBytes(golden.values.length)).isEqualTo(golden.blocks.length);
      }
    }
  }

  @Test
  void numbersDiffer() {
    assertThat(Arrays.stream(BlockFormat.values()).map(BlockFormat::id)).doesNotHaveDuplicates();
  }

  private static ByteBuffer buffer(byte[] blocks, int offset) {
    ByteBuffer data = ByteBuffer.allocateDirect(offset + blocks.length);
    data.put(offset, blocks);
    return data.order(ByteOrder.LITTLE_ENDIAN);
  }
}
