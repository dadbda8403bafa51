package org.unabridged.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttentionTest {

  private static final long SEED = 20260101;

  static Stream<Arguments> cases() {
    return Stream.of(TensorKernels.scalar(), TensorKernels.best())
        .flatMap(
            kernels ->
                Stream.of(BlockFormat.F32, BlockFormat.F16, BlockFormat.Q8_0)
                    .flatMap(
                        format ->
                            Stream.of(
                                Arguments.of(kernels, format, 1, 1, 32),
                                Arguments.of(kernels, format, 7, 63, 64),
                                Arguments.of(kernels, format, 12, 130, 256),
                                Arguments.of(kernels, format, 65, 200, 64))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weighsValuesBySoftmaxOfTheScoresInAnySplit(
      TensorKernels kernels, BlockFormat format, int rows, int tokens, int width) {
    Random random = new Random(SEED);
    ByteBuffer data =
        ByteBuffer.allocateDirect(2 * tokens * format.rowBytes(width))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2 * tokens; i++) {
      BlockEncoder.encode(
          format, random(random, width), 0, width, data, i * format.rowBytes(width));
    }
    AttentionRows whole = new AttentionRows(rows, width);
    AttentionRows split = new AttentionRows(rows, width);
    AttentionRows rest = new AttentionRows(rows, width);
    float[] query = random(random, rows * width);
    for (AttentionRows each : new AttentionRows[] {whole, split, rest}) {
      System.arraycopy(query, 0, each.query, 0, query.length);
      for (int row = 0; row < rows; row++) {
        each.limit[row] = 1000 + 1 + (long) row * tokens / rows;
      }
      each.fill(rows);
    }

    kernels.stored().attend(whole, run(format, width, 0, tokens, tokens, data));
    whole.finish();
    int cut = tokens / 3;
    kernels.stored().attend(split, run(format, width, 0, cut, tokens, data));
    kernels.stored().attend(rest, run(format, width, cut, tokens - cut, tokens, data));
    split.merge(rest);
    split.finish();

    for (int row = 0; row < rows; row++) {
      double[] expected =
          expected(format, query, row, whole.limit[row] - 1000, tokens, width, data);
      for (int i = 0; i < width; i++) {
        assertThat((double) whole.output[row * width + i]).isCloseTo(expected[i], within(2e-5));
        assertThat((double) split.output[row * width + i]).isCloseTo(expected[i], within(2e-5));
      }
    }
  }

  private static KeyValueRun run(
      BlockFormat format, int width, int from, int count, int tokens, ByteBuffer data) {
    int rowBytes = format.rowBytes(width);
    return new KeyValueRun(
        format, width, 1000L + from, count, data, from * rowBytes, (tokens + from) * rowBytes);
  }

  /** In double precision, all scores at once. */
  private static double[] expected(
      BlockFormat format,
      float[] query,
      int row,
      long seen,
      int tokens,
      int width,
      ByteBuffer data) {
    float[] cached = new float[width];
    double[] weights = new double[(int) seen];
    double sum = 0;
    for (int token = 0; token < seen; token++) {
      format.decode(data, token * format.rowBytes(width), cached, 0, width);
      double score = 0;
      for (int i = 0; i < width; i++) {
        score += (double) query[row * width + i] * cached[i];
      }
      weights[token] = Math.exp(score);
      sum += weights[token];
    }
    double[] result = new double[width];
    for (int token = 0; token < seen; token++) {
      format.decode(data, (tokens + token) * format.rowBytes(width), cached, 0, width);
      for (int i = 0; i < width; i++) {
        result[i] += weights[token] / sum * cached[i];
      }
    }
    return result;
  }

  private static float[] random(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
