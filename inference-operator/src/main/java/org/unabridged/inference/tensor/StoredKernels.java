package org.unabridged.inference.tensor;

/**
 * Products of rows with weights as files store them, and attention to a cache: what large models
 * spend their time on. Every method is stateless and thread-safe. The result for a row does not
 * depend on the other rows, but its last bits may on how many there are: few rows are added up in
 * another order than many.
 */
public interface StoredKernels {

  /** Outputs that a product computes at a time. */
  int OUTPUT_BLOCK = 64;

  /** Name and vector width, for the record of what computed a result. */
  String name();

  /**
   * Makes rows ready for {@link #multiply}, in the form that these kernels multiply them in.
   * Different rows may be prepared by different threads at once.
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
