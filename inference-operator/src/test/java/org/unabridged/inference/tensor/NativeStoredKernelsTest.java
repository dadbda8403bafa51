package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels in C against the plain ones, over all formats and odd sizes. */
class NativeStoredKernelsTest {

  private static final long SEED = 20261123;
  private static final int DEPTH = 1280;
  private static final int OUTPUTS = 70;

  private static final Set<BlockFormat> PLAIN =
      EnumSet.of(BlockFormat.F32, BlockFormat.F16, BlockFormat.BF16);

  @BeforeEach
  void skipWhereTheyDoNotRun() {
    assumeTrue(TensorKernels.nativeAvailable(), String.valueOf(NativeLibrary.missingForStored()));
  }

  @ParameterizedTest
  @EnumSource
  void multipliesInFloatLikeThePlainKernels(BlockFormat format) {
    // the plain kernels sum 1280 products one after the other
    assertThat(worstError(TensorKernels.inNativeFloat().stored(), format)).isLessThan(2e-5);
  }

  @ParameterizedTest
  @EnumSource
  void multipliesIn15BitsAllButExactly(BlockFormat format) {
    double error = worstError(TensorKernels.inNative().stored(), format);
    // 128 times finer than with 8 bits
    assertThat(error).isLessThan(PLAIN.contains(format) ? 2e-5 : 4e-4);
  }

  @ParameterizedTest
  @EnumSource
  void multipliesIn8BitsWithinTheRoundingOfTheRows(BlockFormat format) {
    double error = worstError(TensorKernels.inNativeBytes().stored(), format);
    // rows rounded to 1/254 of the largest of 32 values; 70 x 13 products lie within five
    // deviations
    assertThat(error).isLessThan(PLAIN.contains(format) ? 2e-5 : 0.035);
  }

  /** Largest difference to the plain kernels, in units of the root mean square of the products. */
  private static double worstError(StoredKernels kernels, BlockFormat format) {
    Random random = new Random(SEED);
    WeightMatrix weights = weights(format, random);
    StoredKernels scalar = TensorKernels.scalar().stored();
    double worst = 0;
    for (int rows : List.of(1, 2, 3, 4, 5, 6, 7, 13)) {
      double size = rootMeanSquare(multiply(scalar, weights, rows, new int[] {0, OUTPUTS}));
      for (int[] range : new int[][] {{0, OUTPUTS}, {64, OUTPUTS}, {0, 1}, {0, 33}}) {
        float[] expected = multiply(scalar, weights, rows, range);
        float[] products = multiply(kernels, weights, rows, range);
        for (int i = 0; i < expected.length; i++) {
          worst = Math.max(worst, Math.abs(products[i] - expected[i]) / size);
        }
      }
    }
    return worst;
  }

  private static double rootMeanSquare(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  private static float[] multiply(
      StoredKernels kernels, WeightMatrix weights, int rows, int[] range) {
    InputRows input = new InputRows(rows, DEPTH);
    Random random = new Random(SEED);
    for (int i = 0; i < input.values().length; i++) {
      input.values()[i] = (float) random.nextGaussian();
    }
    kernels.prepare(input, 0, rows);
    int outputs = range[1] - range[0];
    float[] target = new float[3 + rows * (outputs + 2)];
    Arrays.fill(target, Float.NaN);
    kernels.multiply(input, rows, weights, range[0], range[1], target, 3, outputs + 2);
    float[] products = new float[rows * outputs];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(target, 3 + row * (outputs + 2), products, row * outputs, outputs);
      assertThat(target[3 + row * (outputs + 2) + outputs]).as("beyond the row").isNaN();
    }
    return products;
  }

  /** Random blocks with scales of ordinary size. */
  private static WeightMatrix weights(BlockFormat format, Random random) {
    byte[] bytes = new byte[OUTPUTS * format.rowBytes(DEPTH)];
    random.nextBytes(bytes);
    ByteBuffer data = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    data.put(0, bytes);
    for (int at = 0; at < bytes.length; at += format.blockBytes()) {
      for (int half : halves(format)) {
        data.putShort(at + half, (short) (0x2000 + random.nextInt(0x400)));
      }
      if (format == BlockFormat.IQ1_M) {
        // the scale's uppermost bits; the others stand elsewhere
        data.put(at + 55, (byte) (0x20 | random.nextInt(16)));
      }
      if (format == BlockFormat.MXFP4) {
        data.put(at, (byte) (118 + random.nextInt(6)));
      }
      if (format == BlockFormat.NVFP4) {
        for (int i = 0; i < 4; i++) {
          data.put(at + i, (byte) (48 + random.nextInt(16)));
        }
      }
      if (format == BlockFormat.F32) {
        data.putFloat(at, (float) random.nextGaussian());
      }
    }
    return new WeightMatrix(format, OUTPUTS, DEPTH, data);
  }

  /** Where a block holds numbers in half precision, or the upper half of a wider one. */
  private static int[] halves(BlockFormat format) {
    return switch (format) {
      case Q4_1, Q5_1, Q4_K, Q5_K -> new int[] {0, 2};
      case Q6_K -> new int[] {208};
      case Q2_K -> new int[] {80, 82};
      case Q3_K -> new int[] {108};
      case TQ1_0 -> new int[] {52};
      case TQ2_0 -> new int[] {64};
      case F32, IQ1_M, MXFP4, NVFP4 -> new int[0];
      default -> new int[] {0};
    };
  }

  @Test
  void zeroRowsGiveZeros() {
    Random random = new Random(SEED);
    WeightMatrix weights = weights(BlockFormat.Q4_K, random);
    InputRows input = new InputRows(7, DEPTH);
    StoredKernels kernels = TensorKernels.inNative().stored();
    kernels.prepare(input, 0, 7);
    float[] target = new float[7 * OUTPUTS];
    Arrays.fill(target, 1f);
    kernels.multiply(input, 7, weights, 0, OUTPUTS, target, 0, OUTPUTS);
    for (float value : target) {
      assertThat((double) value).isCloseTo(0.0, within(1e-30));
    }
  }

  @Test
  void refusesToWriteOutsideTheTarget() {
    WeightMatrix weights = weights(BlockFormat.Q8_0, new Random(SEED));
    InputRows input = new InputRows(7, DEPTH);
    StoredKernels kernels = TensorKernels.inNative().stored();
    kernels.prepare(input, 0, 7);
    assertThatThrownBy(
            () -> kernels.multiply(input, 7, weights, 0, 64, new float[7 * 64 - 1], 0, 64))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> kernels.multiply(input, 8, weights, 0, 64, new float[8 * 64], 0, 64))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> kernels.multiply(input, 1, weights, 64, 128, new float[64], 0, 64))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void leavesKeysOnTheHeapToThePlainKernels() {
    AttentionRows rows = new AttentionRows(1, 32);
    rows.limit[0] = 1;
    rows.fill(1);
    ByteBuffer heap = ByteBuffer.allocate(2 * 32 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    heap.putFloat(32 * Float.BYTES, 7f);
    KeyValueRun run = new KeyValueRun(BlockFormat.F32, 32, 0, 1, heap, 0, 32 * Float.BYTES);
    TensorKernels.inNative().stored().attend(rows, run);
    rows.finish();
    assertThat(rows.output[0]).isEqualTo(7f);
  }

  @Test
  void theLibraryIsMadeFromTheseSources() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String extension : List.of(".c", ".h")) {
      for (Path file : sources(extension)) {
        digest.update(Files.readAllBytes(file));
      }
    }
    assertThat(NativeLibrary.sources())
        .as("run src/main/native/build.sh after a change there")
        .isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  private static List<Path> sources(String extension) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/native"))) {
      return files.filter(file -> file.toString().endsWith(extension)).sorted().toList();
    }
  }
}
