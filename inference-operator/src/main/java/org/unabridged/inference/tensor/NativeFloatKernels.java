package org.unabridged.inference.tensor;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kernels in C, for AVX-512 and for AVX2. They need no warming up: the first document is as fast as
 * the last. All bounds are checked here, before anything is written.
 */
final class NativeFloatKernels implements FloatKernels {

  /** Formats that weights are read from; others are decoded in Java. */
  private static final Set<BlockFormat> READ =
      EnumSet.of(BlockFormat.F32, BlockFormat.F16, BlockFormat.BF16, BlockFormat.Q8_0);

  private final int bits;
  private final long kernels;
  private final int panelWidth;

  private NativeFloatKernels(int bits, long kernels) {
    this.bits = bits;
    this.kernels = kernels;
    this.panelWidth = NativeLibrary.panelWidth(kernels);
  }

  /** With vectors of so many bits, 256 or 512; null where there are none. */
  static @Nullable NativeFloatKernels of(int bits) {
    if (NativeLibrary.missing() != null) {
      return null;
    }
    long kernels = NativeLibrary.floatKernels(bits);
    return kernels == 0 ? null : new NativeFloatKernels(bits, kernels);
  }

  /** With the widest vectors of this processor; null where there are none. */
  static @Nullable NativeFloatKernels widest() {
    NativeFloatKernels widest = of(512);
    return widest == null ? of(256) : widest;
  }

  @Override
  public String name() {
    return "native" + bits;
  }

  @Override
  public int panelWidth() {
    return panelWidth;
  }

  @Override
  public void pack(MatrixRows matrix, float[] panels, int firstOutput) {
    List<WeightMatrix> parts = matrix.stored();
    if (parts.isEmpty()) {
      FloatKernels.super.pack(matrix, panels, firstOutput);
    }
    int output = firstOutput;
    for (WeightMatrix part : parts) {
      packPart(part, panels, output);
      output += part.rows();
    }
  }

  private void packPart(WeightMatrix part, float[] panels, int firstOutput) {
    long address = address(part);
    if (address == 0) {
      FloatKernels.super.pack(part, panels, firstOutput);
      return;
    }
    long panelCount = ((long) firstOutput + part.rows() + panelWidth - 1) / panelWidth;
    Objects.checkFromIndexSize(0, panelCount * panelWidth * part.width(), panels.length);
    Objects.checkIndex(firstOutput, Integer.MAX_VALUE);
    NativeLibrary.pack(
        kernels,
        part.format().id(),
        address,
        part.format().rowBytes(part.width()),
        part.rows(),
        part.width(),
        panels,
        firstOutput);
  }

  /** Where a matrix lies, or 0 if it cannot be read there. */
  private static long address(WeightMatrix matrix) {
    return READ.contains(matrix.format()) ? matrix.address() : 0;
  }

  @Override
  public void multiply(FloatRows input, int rows, PackedMatrix weights, FloatRows target) {
    if (weights.panelWidth() != panelWidth) {
      throw new IllegalArgumentException(
          "packed in panels of " + weights.panelWidth() + ", not " + panelWidth);
    }
    input.check(rows, weights.depth());
    target.check(rows, weights.paddedOutputs());
    NativeLibrary.multiply(
        kernels,
        input.values(),
        input.offset(),
        input.stride(),
        rows,
        weights.panels(),
        weights.depth(),
        weights.outputs(),
        target.values(),
        target.offset(),
        target.stride());
  }

  @Override
  public void norm(FloatRows input, int rows, float[] weight, float epsilon, FloatRows target) {
    input.check(rows, weight.length);
    target.check(rows, weight.length);
    NativeLibrary.norm(
        kernels,
        input.values(),
        input.offset(),
        input.stride(),
        rows,
        weight.length,
        weight,
        epsilon,
        target.values(),
        target.offset(),
        target.stride());
  }

  @Override
  public void unit(FloatRows values, int rows, int width, float epsilon, float length) {
    values.check(rows, width);
    NativeLibrary.unit(
        kernels, values.values(), values.offset(), values.stride(), rows, width, epsilon, length);
  }

  @Override
  public void add(FloatRows input, int rows, int width, FloatRows target) {
    input.check(rows, width);
    target.check(rows, width);
    NativeLibrary.add(
        kernels,
        input.values(),
        input.offset(),
        input.stride(),
        rows,
        width,
        target.values(),
        target.offset(),
        target.stride());
  }

  @Override
  public void gate(
      FloatRows gate,
      FloatRows values,
      float @Nullable [] factors,
      int rows,
      int width,
      FloatRows target) {
    gate.check(rows, width);
    values.check(rows, width);
    target.check(rows, width);
    if (factors != null) {
      Objects.checkFromIndexSize(0, rows, factors.length);
    }
    NativeLibrary.gate(
        kernels,
        gate.values(),
        gate.offset(),
        gate.stride(),
        values.values(),
        values.offset(),
        values.stride(),
        factors,
        rows,
        width,
        target.values(),
        target.offset(),
        target.stride());
  }

  @Override
  public void convolve(
      FloatRows input, FloatRows taps, int count, int rows, int channels, FloatRows target) {
    input.from(1 - count, 0).check(rows + count - 1, channels);
    taps.check(count, channels);
    target.check(rows, channels);
    NativeLibrary.convolve(
        kernels,
        input.values(),
        input.offset(),
        input.stride(),
        taps.values(),
        taps.offset(),
        taps.stride(),
        count,
        target.values(),
        target.offset(),
        target.stride(),
        rows,
        channels);
  }

  @Override
  public void openGates(FloatRows betas, FloatRows decays, int rows, float[] rate, float[] bias) {
    betas.check(rows, rate.length);
    decays.check(rows, rate.length);
    Objects.checkFromIndexSize(0, rate.length, bias.length);
    NativeLibrary.openGates(
        kernels,
        betas.values(),
        betas.offset(),
        betas.stride(),
        decays.values(),
        decays.offset(),
        decays.stride(),
        rows,
        rate.length,
        rate,
        bias);
  }

  @Override
  public void deltaRule(float[] state, int stateOffset, DeltaRows rows) {
    deltaRule(false, state, stateOffset, rows);
  }

  @Override
  public void deltaRuleInChunks(float[] state, int stateOffset, DeltaRows rows) {
    deltaRule(true, state, stateOffset, rows);
  }

  private void deltaRule(boolean chunks, float[] state, int stateOffset, DeltaRows rows) {
    int size = Math.multiplyExact(rows.keyWidth, rows.valueWidth);
    Objects.checkFromIndexSize(stateOffset, size, state.length);
    NativeLibrary.deltaRule(
        kernels,
        chunks,
        state,
        stateOffset,
        rows.count(),
        rows.keyWidth,
        rows.valueWidth,
        rows.query,
        rows.key,
        rows.value,
        rows.decay,
        rows.beta,
        rows.output);
  }

  @Override
  public void route(
      FloatRows logits, int rows, int experts, int[] chosen, int used, float[] shares) {
    logits.check(rows, experts);
    Objects.checkIndex(used - 1, experts);
    Objects.checkFromIndexSize(0, (long) rows * used, Math.min(chosen.length, shares.length));
    NativeLibrary.route(
        kernels,
        logits.values(),
        logits.offset(),
        logits.stride(),
        rows,
        experts,
        used,
        chosen,
        shares);
  }

  @Override
  public void gather(
      FloatRows source,
      int[] order,
      int first,
      int count,
      int choices,
      int width,
      FloatRows target) {
    source.check(rows(order, first, count, choices), width);
    target.check(count, width);
    NativeLibrary.gather(
        kernels,
        source.values(),
        source.offset(),
        source.stride(),
        order,
        first,
        count,
        choices,
        width,
        target.values(),
        target.offset(),
        target.stride());
  }

  @Override
  public void scatter(
      FloatRows source,
      int[] order,
      int first,
      int count,
      int choices,
      int width,
      FloatRows target) {
    source.check(count, width);
    target.check(rows(order, first, count, choices), width);
    NativeLibrary.scatter(
        kernels,
        source.values(),
        source.offset(),
        source.stride(),
        order,
        first,
        count,
        choices,
        width,
        target.values(),
        target.offset(),
        target.stride());
  }

  /** One more than the highest row that an order names. */
  private static int rows(int[] order, int first, int count, int choices) {
    Objects.checkFromIndexSize(first, count, order.length);
    Objects.checkIndex(choices - 1, Integer.MAX_VALUE);
    int rows = 0;
    for (int i = first; i < first + count; i++) {
      rows = Math.max(rows, Objects.checkIndex(order[i], Integer.MAX_VALUE) / choices + 1);
    }
    return rows;
  }

  @Override
  public void lookUp(MatrixRows table, int[] rows, int count, FloatRows target) {
    List<WeightMatrix> parts = table.stored();
    long address = parts.size() == 1 ? address(parts.get(0)) : 0;
    if (address == 0) {
      FloatKernels.super.lookUp(table, rows, count, target);
      return;
    }
    for (int i = 0; i < count; i++) {
      Objects.checkIndex(rows[i], table.rows());
    }
    target.check(count, table.width());
    BlockFormat format = parts.get(0).format();
    NativeLibrary.lookUp(
        kernels,
        format.id(),
        address,
        format.rowBytes(table.width()),
        rows,
        count,
        table.width(),
        target.values(),
        target.offset(),
        target.stride());
  }
}
