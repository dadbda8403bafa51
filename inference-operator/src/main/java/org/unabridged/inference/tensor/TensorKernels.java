package org.unabridged.inference.tensor;

import org.unabridged.inference.Kernels;

/**
 * The numeric inner loops. Every method is stateless and thread-safe. The result for a row depends
 * on that row alone, never on how many rows are computed together, so that tiles and threads cannot
 * change a result.
 */
public interface TensorKernels {

  /** Rows that a product computes at a time; buffers hold whole blocks. */
  int ROW_BLOCK = 6;

  /** Outputs that a product with a {@link WeightMatrix} computes at a time. */
  int OUTPUT_BLOCK = 64;

  /** The kernels of a choice. {@link Kernels#AUTO} takes the fastest that run here. */
  static TensorKernels of(Kernels choice) {
    return switch (choice) {
      case AUTO -> best();
      case NATIVE -> inNative();
      case NATIVE_BYTES -> inNativeBytes();
      case NATIVE_FLOAT -> inNativeFloat();
      case VECTOR -> vector();
      case SCALAR -> scalar();
    };
  }

  /** The fastest kernels that run here. */
  static TensorKernels best() {
    return NativeLibrary.available() ? inNative() : bestInJava();
  }

  /** The fast kernels where the Vector API module is present, else the plain ones. */
  static TensorKernels bestInJava() {
    return vectorAvailable() ? vector() : scalar();
  }

  /** Whether {@link #inNative} runs here: the library is there, and the processor has AVX-512. */
  static boolean nativeAvailable() {
    return NativeLibrary.available();
  }

  /**
   * Kernels in C for large models. Rows are multiplied with quantised weights as whole numbers of
   * 15 bits: all but as exact as float32, and twice as fast.
   *
   * @throws IllegalStateException if they do not run here
   */
  static TensorKernels inNative() {
    requireNative();
    return NativeKernels.of(NativeKernels.Rows.BITS_15, bestInJava());
  }

  /**
   * The same with rows of 8 bits: twice as fast again, with errors as other engines have them.
   *
   * @throws IllegalStateException if they do not run here
   */
  static TensorKernels inNativeBytes() {
    requireNative();
    return NativeKernels.of(NativeKernels.Rows.BITS_8, bestInJava());
  }

  /**
   * Kernels in C for large models that multiply everything in float32.
   *
   * @throws IllegalStateException if they do not run here
   */
  static TensorKernels inNativeFloat() {
    requireNative();
    return NativeKernels.of(NativeKernels.Rows.FLOATS, bestInJava());
  }

  private static void requireNative() {
    if (!NativeLibrary.available()) {
      throw new IllegalStateException(NativeLibrary.missing());
    }
  }

  /** Whether this JVM was started with {@code --add-modules jdk.incubator.vector}. */
  static boolean vectorAvailable() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /**
   * Kernels on the Vector API.
   *
   * @throws IllegalStateException if the module is not there
   */
  static TensorKernels vector() {
    if (!vectorAvailable()) {
      throw new IllegalStateException(
          "the vector kernels need the JVM option --add-modules jdk.incubator.vector");
    }
    return new VectorKernels();
  }

  /** Kernels in plain Java. */
  static TensorKernels scalar() {
    return new ScalarKernels();
  }

  /** Rows rounded up to whole blocks of {@link #ROW_BLOCK}. */
  static int paddedRows(int rows) {
    return (rows + ROW_BLOCK - 1) / ROW_BLOCK * ROW_BLOCK;
  }

  /** Name and vector width, for the record of what computed a result. */
  String name();

  /** Outputs in one panel of a {@link PackedMatrix}. */
  int panelWidth();

  /**
   * Multiplies rows by a weight matrix: {@code c[r][o] = sum over k of a[r][k] * weights[o][k]},
   * summed in the order of k. Both buffers must hold {@link #paddedRows} rows, and rows of {@code
   * c} {@link PackedMatrix#paddedOutputs} values: what lies in the surplus is unspecified
   * afterwards.
   *
   * @param a input rows
   * @param aOffset where the first row starts
   * @param aStride distance between rows
   * @param rows how many rows count
   * @param weights the matrix
   * @param c receives the products
   * @param cOffset where the first row goes
   * @param cStride distance between rows
   */
  void multiply(
      float[] a,
      int aOffset,
      int aStride,
      int rows,
      PackedMatrix weights,
      float[] c,
      int cOffset,
      int cStride);

  /**
   * Makes rows ready for {@link #multiply(InputRows, int, WeightMatrix, int, int, float[], int,
   * int)}, in the form that these kernels multiply them in. Different rows may be prepared by
   * different threads at once.
   *
   * @param input whose values have been written
   * @param fromRow first row
   * @param toRow row after the last
   */
  void prepare(InputRows input, int fromRow, int toRow);

  /**
   * Multiplies rows by some outputs of a weight matrix as its file holds it: {@code target[r][o -
   * fromOutput] = sum over k of input[r][k] * weights[o][k]}. Different outputs may be computed by
   * different threads at once.
   *
   * @param input rows that have been prepared
   * @param rows how many of them count
   * @param weights of shape (outputs, depth)
   * @param fromOutput first output, a multiple of {@link #OUTPUT_BLOCK}
   * @param toOutput output after the last
   * @param target receives the products
   * @param targetOffset where the first goes
   * @param targetStride distance between rows
   */
  void multiply(
      InputRows input,
      int rows,
      WeightMatrix weights,
      int fromOutput,
      int toOutput,
      float[] target,
      int targetOffset,
      int targetStride);

  /**
   * Gates values: {@code target[i] = silu(gate[i]) * values[i] * scale}.
   *
   * @param gate the gate before its activation
   * @param gateOffset where it starts
   * @param values what is gated
   * @param valueOffset where it starts
   * @param scale factor on all
   * @param target receives {@code width} results; may be {@code values}
   * @param targetOffset where they go
   * @param width how many
   */
  void gate(
      float[] gate,
      int gateOffset,
      float[] values,
      int valueOffset,
      float scale,
      float[] target,
      int targetOffset,
      int width);

  /**
   * Depthwise causal convolution over rows, then SiLU: {@code target[t][c] = silu(sum over j of
   * taps[j][c] * input[t - taps + 1 + j][c])}. The {@code taps - 1} rows before {@code inputOffset}
   * are read too.
   *
   * @param input rows of channels
   * @param inputOffset first channel of the first row
   * @param inputStride distance between rows
   * @param weights shape (taps, tapStride)
   * @param weightOffset first channel of the first tap
   * @param tapStride distance between taps
   * @param taps number of taps
   * @param target receives the rows
   * @param targetOffset where the first goes
   * @param targetStride distance between rows
   * @param rows how many rows
   * @param channels how many channels
   */
  void convolve(
      float[] input,
      int inputOffset,
      int inputStride,
      float[] weights,
      int weightOffset,
      int tapStride,
      int taps,
      float[] target,
      int targetOffset,
      int targetStride,
      int rows,
      int channels);

  /**
   * Gated delta rule of one value head over consecutive rows. With S the state, per row: {@code S
   * *= decay; d = beta * (v - S'k); S += k d'; o = S'q}.
   *
   * @param state shape (keyWidth, valueWidth), updated
   * @param stateOffset where it starts
   * @param rows the inputs, and the output
   */
  void deltaRule(float[] state, int stateOffset, DeltaRows rows);

  /**
   * Attention of some queries to a run of cached keys and values: scores are products of query and
   * key, weights their softmax. The run's tokens at or beyond a row's limit are not seen. Runs may
   * come in any order; what {@code rows} holds afterwards covers this run too.
   *
   * @param rows the queries, and what they have seen so far
   * @param run keys and values of the rows' head
   */
  default void attend(AttentionRows rows, KeyValueRun run) {
    rows.tile().attend(rows, run);
  }
}
