package org.unabridged.inference.tensor;

import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Kernels;

/**
 * The inner loops in float32 on rows of hidden states. Every method is stateless and thread-safe.
 * The result for a row depends on that row alone, never on how many rows are computed together, so
 * that tiles and threads cannot change a result. What stands here is plain Java: the fallback, and
 * the twin that faster forms are tested against.
 */
public interface FloatKernels {

  /** Rows that a product computes at a time; buffers hold whole blocks. */
  int ROW_BLOCK = 6;

  /** The kernels of a choice. {@link Kernels#AUTO} takes the fastest that run here. */
  static FloatKernels of(Kernels choice) {
    return switch (choice) {
      case AUTO -> best();
      case NATIVE, NATIVE_BYTES, NATIVE_FLOAT -> inNative();
      case VECTOR -> vector();
      case SCALAR -> scalar();
    };
  }

  /** The fastest kernels that run here. */
  static FloatKernels best() {
    NativeFloatKernels widest = NativeFloatKernels.widest();
    return widest == null ? bestInJava() : widest;
  }

  /** The Vector API's where its module is present, else the plain ones. */
  static FloatKernels bestInJava() {
    return VectorModule.AVAILABLE ? vector() : scalar();
  }

  /**
   * Kernels in C.
   *
   * @throws IllegalStateException if they do not run here
   */
  static FloatKernels inNative() {
    NativeFloatKernels widest = NativeFloatKernels.widest();
    if (widest == null) {
      String missing = NativeLibrary.missing();
      throw new IllegalStateException(
          missing == null ? "the native kernels need a processor with AVX2 and FMA" : missing);
    }
    return widest;
  }

  /**
   * Kernels on the Vector API.
   *
   * @throws IllegalStateException if the module is not there
   */
  static FloatKernels vector() {
    if (!VectorModule.AVAILABLE) {
      throw new IllegalStateException(
          "the vector kernels need the JVM option --add-modules jdk.incubator.vector");
    }
    return new VectorFloatKernels();
  }

  /** Kernels in plain Java. */
  static FloatKernels scalar() {
    return new ScalarFloatKernels();
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
   * Writes a matrix into panels, as outputs from {@code firstOutput} on.
   *
   * @param matrix shape (outputs, depth)
   * @param panels shape (panels, depth, panelWidth)
   * @param firstOutput where its row 0 goes
   */
  default void pack(MatrixRows matrix, float[] panels, int firstOutput) {
    int depth = matrix.width();
    float[] row = new float[depth];
    for (int i = 0; i < matrix.rows(); i++) {
      matrix.read(i, row, 0);
      int output = firstOutput + i;
      int at = output / panelWidth() * panelWidth() * depth + output % panelWidth();
      for (int k = 0; k < depth; k++) {
        panels[at + k * panelWidth()] = row[k];
      }
    }
  }

  /**
   * Multiplies rows by a weight matrix: {@code target[r][o] = sum over k of input[r][k] *
   * weights[o][k]}, summed in the order of k. Both must hold {@link #paddedRows} rows, and those of
   * {@code target} {@link PackedMatrix#paddedOutputs} values: what lies in the surplus is
   * unspecified afterwards.
   *
   * @param input rows of the matrix's depth
   * @param rows how many count
   * @param weights the matrix
   * @param target receives the products
   */
  void multiply(FloatRows input, int rows, PackedMatrix weights, FloatRows target);

  /**
   * Root-mean-square norm: {@code target[r] = input[r] / sqrt(mean(input[r]²) + epsilon) * weight}.
   *
   * @param input the rows
   * @param rows how many
   * @param weight one factor per value
   * @param epsilon added to the mean square
   * @param target receives the rows; may be {@code input}
   */
  default void norm(FloatRows input, int rows, float[] weight, float epsilon, FloatRows target) {
    for (int row = 0; row < rows; row++) {
      Activations.rmsNorm(
          input.values(), input.at(row), weight, epsilon, target.values(), target.at(row));
    }
  }

  /**
   * Scales rows to one length: {@code values[r] *= length / sqrt(sum(values[r]²) + epsilon)}.
   *
   * @param values the rows, changed in place
   * @param rows how many
   * @param width values of a row
   * @param epsilon added to the sum of squares
   * @param length of the results
   */
  default void unit(FloatRows values, int rows, int width, float epsilon, float length) {
    for (int row = 0; row < rows; row++) {
      Activations.unitNorm(values.values(), values.at(row), width, epsilon, length);
    }
  }

  /** Adds rows of that width to those of the target. */
  default void add(FloatRows input, int rows, int width, FloatRows target) {
    for (int row = 0; row < rows; row++) {
      Activations.add(input.values(), input.at(row), target.values(), target.at(row), width);
    }
  }

  /**
   * Gates values: {@code target[r][i] = silu(gate[r][i]) * values[r][i] * factors[r]}.
   *
   * @param gate the gates before their activation
   * @param values what is gated
   * @param factors one for each row; null for none
   * @param rows how many
   * @param width values of a row
   * @param target receives the results; may be {@code values}
   */
  void gate(
      FloatRows gate,
      FloatRows values,
      float @Nullable [] factors,
      int rows,
      int width,
      FloatRows target);

  /**
   * Depthwise causal convolution over rows, then SiLU: {@code target[t][c] = silu(sum over j of
   * taps[j][c] * input[t - count + 1 + j][c])}. The {@code count - 1} rows before row 0 of the
   * input are read too.
   *
   * @param input rows of channels
   * @param taps one row for each tap
   * @param count number of taps
   * @param rows how many rows
   * @param channels how many channels
   * @param target receives the rows
   */
  void convolve(
      FloatRows input, FloatRows taps, int count, int rows, int channels, FloatRows target);

  /**
   * What opens the delta rule's state for each row and head: {@code betas = sigmoid(betas)}, and
   * {@code decays = exp(rate * softplus(decays + bias))}.
   *
   * @param betas one for each head, changed in place
   * @param decays one for each head, changed in place
   * @param rows how many
   * @param rate one for each head, negative
   * @param bias one for each head
   */
  default void openGates(FloatRows betas, FloatRows decays, int rows, float[] rate, float[] bias) {
    for (int row = 0; row < rows; row++) {
      for (int head = 0; head < rate.length; head++) {
        int beta = betas.at(row) + head;
        int decay = decays.at(row) + head;
        betas.values()[beta] = Activations.sigmoid(betas.values()[beta]);
        float step = Activations.softplus(decays.values()[decay] + bias[head]);
        decays.values()[decay] = Activations.exp(rate[head] * step);
      }
    }
  }

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
   * The same in chunks of rows, as products of matrices, which is faster for many rows: the
   * recurrence is solved within a chunk, and the state read and written once for all of it. Sums
   * are taken in another order, so results depend by rounding on where calls begin. Kernels that
   * have no such form go row by row.
   */
  default void deltaRuleInChunks(float[] state, int stateOffset, DeltaRows rows) {
    deltaRule(state, stateOffset, rows);
  }

  /**
   * Chooses for each row the experts with the highest logits, best first, the lowest number among
   * equals; their shares are the softmax over those chosen.
   *
   * @param logits one for each expert
   * @param rows how many
   * @param experts how many
   * @param chosen receives as many for each row as {@code shares} has room for
   * @param used how many to choose for a row
   * @param shares receives the share of each that was chosen
   */
  default void route(
      FloatRows logits, int rows, int experts, int[] chosen, int used, float[] shares) {
    for (int row = 0; row < rows; row++) {
      Routing.choose(logits.values(), logits.at(row), experts, chosen, row * used, used, shares);
    }
  }

  /** Copies rows: {@code target[i] = source[order[first + i] / choices]}. */
  default void gather(
      FloatRows source,
      int[] order,
      int first,
      int count,
      int choices,
      int width,
      FloatRows target) {
    for (int i = 0; i < count; i++) {
      int from = source.at(order[first + i] / choices);
      System.arraycopy(source.values(), from, target.values(), target.at(i), width);
    }
  }

  /** Adds rows where they came from: {@code target[order[first + i] / choices] += source[i]}. */
  default void scatter(
      FloatRows source,
      int[] order,
      int first,
      int count,
      int choices,
      int width,
      FloatRows target) {
    for (int i = 0; i < count; i++) {
      int to = target.at(order[first + i] / choices);
      Activations.add(source.values(), source.at(i), target.values(), to, width);
    }
  }

  /**
   * Adds rows of a table: {@code target[i] += table[rows[i]]}.
   *
   * @param table the table
   * @param rows which of its rows
   * @param count how many of {@code rows} count
   * @param target what they are added to
   */
  default void lookUp(MatrixRows table, int[] rows, int count, FloatRows target) {
    float[] row = new float[table.width()];
    for (int i = 0; i < count; i++) {
      table.read(rows[i], row, 0);
      Activations.add(row, 0, target.values(), target.at(i), row.length);
    }
  }
}
