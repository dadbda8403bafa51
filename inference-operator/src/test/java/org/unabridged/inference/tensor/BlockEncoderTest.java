package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockEncoderTest {

  @Test
  void returnsEveryHalfThatIsANumber() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfFloat.toHalf(value)).isEqualTo((short) bits);
      }
    }
    assertThat(HalfFloat.toFloat(HalfFloat.toHalf(Float.NaN))).isNaN();
  }

  @Test
  void roundsToTheNearestHalfAndToEvenBetween() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = HalfFloat.toFloat((short) bits);
      float high = HalfFloat.toFloat((short) (bits + 1));
      float middle = (low + high) / 2;
      int even = (bits & 1) == 0 ? bits : bits + 1;
      assertThat(HalfFloat.toHalf(middle)).isEqualTo((short) even);
      assertThat(HalfFloat.toHalf(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(HalfFloat.toHalf(-Math.nextDown(middle))).isEqualTo((short) (bits | 0x8000));
    }
    assertThat(HalfFloat.toHalf(65519f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloat.toHalf(65520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfFloat.toHalf(-1e30f)).isEqualTo((short) 0xfc00);
  }

  @Test
  void keepsBytesWithinHalfAStepOfTheValues() {
    Random random = new Random(7);
    float[] values = new float[64];
    float largest = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      largest = Math.max(largest, Math.abs(values[i]));
    }
    ByteBuffer data = ByteBuffer.allocate(2 * 34).order(ByteOrder.LITTLE_ENDIAN);
    BlockEncoder.encode(BlockFormat.Q8_0, values, 0, 64, data, 0);
    float[] decoded = new float[64];
    BlockFormat.Q8_0.decode(data, 0, decoded, 0, 64);
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(decoded[i] - values[i])).isLessThan(largest / 127 * 0.6f);
    }
  }

  /** Groups of very different sizes, and one of zeros; steps as coarse as the format's bits. */
  @ParameterizedTest
  @CsvSource({"Q4_K, 0.08", "Q6_K, 0.025"})
  void keepsBlocksWithinAStepOfTheValues(BlockFormat format, double step) {
    Random random = new Random(8);
    float[] values = new float[512];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 32 == 3 ? 0 : (float) random.nextGaussian() * (1 + i / 32);
    }
    ByteBuffer data = ByteBuffer.allocate(format.rowBytes(512) + 3).order(ByteOrder.LITTLE_ENDIAN);
    BlockEncoder.encode(format, values, 0, 512, data, 3);
    float[] decoded = new float[512];
    format.decode(data, 3, decoded, 0, 512);
    for (int i = 0; i < values.length; i++) {
      float largest = 0;
      for (int j = i / 32 * 32; j < i / 32 * 32 + 32; j++) {
        largest = Math.max(largest, Math.abs(values[j]));
      }
      // a share of the group's largest, and of the block's for the rounding of its scale
      assertThat((double) Math.abs(decoded[i] - values[i])).isLessThan(step * (largest + 6));
    }
  }

  @Test
  void refusesFormatsThatItCannotWrite() {
    assertThatThrownBy(
            () ->
                BlockEncoder.encode(
                    BlockFormat.BF16, new float[1], 0, 1, ByteBuffer.allocate(2), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BF16");
  }
}
