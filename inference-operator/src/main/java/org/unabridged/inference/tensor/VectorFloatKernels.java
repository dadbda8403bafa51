package org.unabridged.inference.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The kernels on the Vector API. Lanes are never summed across with {@code reduceLanes}: its order
 * differs between interpreted and compiled code, and results must not depend on how warm the JVM
 * is.
 */
final class VectorFloatKernels implements FloatKernels {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /**
   * Two vectors wide: with six rows, twelve sums and three operands fit the sixteen registers of
   * AVX2.
   */
  private static final int PANEL = 2 * LANES;

  @Override
  public String name() {
    return "vector" + FLOATS.vectorBitSize();
  }

  @Override
  public int panelWidth() {
    return PANEL;
  }

  @Override
  public void multiply(FloatRows input, int rows, PackedMatrix weights, FloatRows target) {
    int depth = weights.depth();
    for (int output = 0; output < weights.outputs(); output += PANEL) {
      for (int row = 0; row < rows; row += ROW_BLOCK) {
        multiplyBlock(
            input.values(),
            input.at(row),
            input.stride(),
            weights.panels(),
            output * depth,
            depth,
            target.values(),
            target.at(row) + output,
            target.stride());
      }
    }
  }

  private static void multiplyBlock(
      float[] a,
      int a0,
      int aStride,
      float[] panels,
      int panelOffset,
      int depth,
      float[] c,
      int cOffset,
      int cStride) {
    int a1 = a0 + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    int a4 = a3 + aStride;
    int a5 = a4 + aStride;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    for (int k = 0; k < depth; k++) {
      FloatVector left = FloatVector.fromArray(FLOATS, panels, panelOffset + k * PANEL);
      FloatVector right = FloatVector.fromArray(FLOATS, panels, panelOffset + k * PANEL + LANES);
      FloatVector value = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c00 = value.fma(left, c00);
      c01 = value.fma(right, c01);
      value = FloatVector.broadcast(FLOATS, a[a1 + k]);
      c10 = value.fma(left, c10);
      c11 = value.fma(right, c11);
      value = FloatVector.broadcast(FLOATS, a[a2 + k]);
      c20 = value.fma(left, c20);
      c21 = value.fma(right, c21);
      value = FloatVector.broadcast(FLOATS, a[a3 + k]);
      c30 = value.fma(left, c30);
      c31 = value.fma(right, c31);
      value = FloatVector.broadcast(FLOATS, a[a4 + k]);
      c40 = value.fma(left, c40);
      c41 = value.fma(right, c41);
      value = FloatVector.broadcast(FLOATS, a[a5 + k]);
      c50 = value.fma(left, c50);
      c51 = value.fma(right, c51);
    }
    store(c00, c01, c, cOffset);
    store(c10, c11, c, cOffset + cStride);
    store(c20, c21, c, cOffset + 2 * cStride);
    store(c30, c31, c, cOffset + 3 * cStride);
    store(c40, c41, c, cOffset + 4 * cStride);
    store(c50, c51, c, cOffset + 5 * cStride);
  }

  private static void store(FloatVector left, FloatVector right, float[] c, int offset) {
    left.intoArray(c, offset);
    right.intoArray(c, offset + LANES);
  }

  @Override
  public void gate(
      FloatRows gate,
      FloatRows values,
      float @Nullable [] factors,
      int rows,
      int width,
      FloatRows target) {
    for (int row = 0; row < rows; row++) {
      gate(
          gate.values(),
          gate.at(row),
          values.values(),
          values.at(row),
          factors == null ? 1f : factors[row],
          target.values(),
          target.at(row),
          width);
    }
  }

  private static void gate(
      float[] gate,
      int gateOffset,
      float[] values,
      int valueOffset,
      float factor,
      float[] target,
      int targetOffset,
      int width) {
    int i = 0;
    for (; i + LANES <= width; i += LANES) {
      FloatVector activated = silu(FloatVector.fromArray(FLOATS, gate, gateOffset + i));
      FloatVector value = FloatVector.fromArray(FLOATS, values, valueOffset + i);
      activated.mul(value).mul(factor).intoArray(target, targetOffset + i);
    }
    for (; i < width; i++) {
      float activated = Activations.silu(gate[gateOffset + i]);
      target[targetOffset + i] = activated * values[valueOffset + i] * factor;
    }
  }

  @Override
  public void convolve(
      FloatRows input, FloatRows taps, int count, int rows, int channels, FloatRows target) {
    for (int row = 0; row < rows; row++) {
      convolveRow(
          input.values(),
          input.at(row - count + 1),
          input.stride(),
          taps,
          count,
          target.values(),
          target.at(row),
          channels);
    }
  }

  private static void convolveRow(
      float[] input,
      int from,
      int inputStride,
      FloatRows taps,
      int count,
      float[] target,
      int to,
      int channels) {
    float[] weights = taps.values();
    int channel = 0;
    for (; channel + LANES <= channels; channel += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int tap = 0; tap < count; tap++) {
        FloatVector weight = FloatVector.fromArray(FLOATS, weights, taps.at(tap) + channel);
        FloatVector value =
            FloatVector.fromArray(FLOATS, input, from + tap * inputStride + channel);
        sum = value.fma(weight, sum);
      }
      silu(sum).intoArray(target, to + channel);
    }
    for (; channel < channels; channel++) {
      float sum = 0;
      for (int tap = 0; tap < count; tap++) {
        sum += weights[taps.at(tap) + channel] * input[from + tap * inputStride + channel];
      }
      target[to + channel] = Activations.silu(sum);
    }
  }

  @Override
  public void deltaRule(float[] state, int stateOffset, DeltaRows rows) {
    // the vector form takes keys two at a time
    int whole = rows.keyWidth % 2 == 0 ? rows.valueWidth / PANEL * PANEL : 0;
    for (int column = 0; column < whole; column += PANEL) {
      for (int row = 0; row < rows.count(); row++) {
        deltaStep(
            state,
            stateOffset + column,
            rows.valueWidth,
            rows.keyWidth,
            rows.key,
            rows.query,
            row * rows.keyWidth,
            rows.decay[row],
            rows.beta[row],
            rows.value,
            rows.output,
            row * rows.valueWidth + column);
      }
    }
    if (whole < rows.valueWidth) {
      ScalarFloatKernels.deltaRule(state, stateOffset, rows, whole);
    }
  }

  private static void deltaStep(
      float[] state,
      int stateOffset,
      int valueWidth,
      int keyWidth,
      float[] key,
      float[] query,
      int keyOffset,
      float decay,
      float beta,
      float[] value,
      float[] output,
      int valueOffset) {
    FloatVector left = FloatVector.zero(FLOATS);
    FloatVector right = left;
    FloatVector oddLeft = left;
    FloatVector oddRight = left;
    int row = 2 * valueWidth;
    // even and odd keys are summed apart, as additions wait for each other within one sum
    for (int i = 0; i < keyWidth; i += 2) {
      int at = stateOffset + (i >> 1) * row;
      FloatVector k = FloatVector.broadcast(FLOATS, key[keyOffset + i]);
      left = k.fma(FloatVector.fromArray(FLOATS, state, at), left);
      right = k.fma(FloatVector.fromArray(FLOATS, state, at + LANES), right);
      k = FloatVector.broadcast(FLOATS, key[keyOffset + i + 1]);
      oddLeft = k.fma(FloatVector.fromArray(FLOATS, state, at + valueWidth), oddLeft);
      oddRight = k.fma(FloatVector.fromArray(FLOATS, state, at + valueWidth + LANES), oddRight);
    }
    FloatVector decays = FloatVector.broadcast(FLOATS, decay);
    FloatVector writeLeft = write(value, valueOffset, left.add(oddLeft).mul(decays), beta);
    FloatVector writeRight =
        write(value, valueOffset + LANES, right.add(oddRight).mul(decays), beta);
    left = FloatVector.zero(FLOATS);
    right = left;
    oddLeft = left;
    oddRight = left;
    for (int i = 0; i < keyWidth; i += 2) {
      int at = stateOffset + (i >> 1) * row;
      FloatVector k = FloatVector.broadcast(FLOATS, key[keyOffset + i]);
      FloatVector q = FloatVector.broadcast(FLOATS, query[keyOffset + i]);
      FloatVector updated = k.fma(writeLeft, FloatVector.fromArray(FLOATS, state, at).mul(decays));
      updated.intoArray(state, at);
      left = q.fma(updated, left);
      updated = k.fma(writeRight, FloatVector.fromArray(FLOATS, state, at + LANES).mul(decays));
      updated.intoArray(state, at + LANES);
      right = q.fma(updated, right);
      at += valueWidth;
      k = FloatVector.broadcast(FLOATS, key[keyOffset + i + 1]);
      q = FloatVector.broadcast(FLOATS, query[keyOffset + i + 1]);
      updated = k.fma(writeLeft, FloatVector.fromArray(FLOATS, state, at).mul(decays));
      updated.intoArray(state, at);
      oddLeft = q.fma(updated, oddLeft);
      updated = k.fma(writeRight, FloatVector.fromArray(FLOATS, state, at + LANES).mul(decays));
      updated.intoArray(state, at + LANES);
      oddRight = q.fma(updated, oddRight);
    }
    left = left.add(oddLeft);
    right = right.add(oddRight);
    left.intoArray(output, valueOffset);
    right.intoArray(output, valueOffset + LANES);
  }

  private static FloatVector write(float[] value, int offset, FloatVector prediction, float beta) {
    return FloatVector.fromArray(FLOATS, value, offset).sub(prediction).mul(beta);
  }

  private static FloatVector silu(FloatVector x) {
    return x.div(exp(x.neg()).add(1f));
  }

  /** As {@link Activations#exp}, operation by operation. */
  static FloatVector exp(FloatVector x) {
    FloatVector held = x.max(Activations.EXP_LOW).min(Activations.EXP_HIGH);
    FloatVector shifted = held.mul(Activations.LOG2_E).add(Activations.ROUNDING);
    FloatVector n = shifted.sub(Activations.ROUNDING);
    FloatVector r = held.sub(n.mul(Activations.LN2_HIGH)).sub(n.mul(Activations.LN2_LOW));
    FloatVector p = r.mul(Activations.EXP_5).add(Activations.EXP_4);
    p = p.mul(r).add(Activations.EXP_3);
    p = p.mul(r).add(Activations.EXP_2);
    p = p.mul(r).add(Activations.EXP_1);
    p = p.mul(r).add(Activations.EXP_0);
    FloatVector value = p.mul(r).mul(r).add(r).add(1f);
    IntVector exponent = shifted.reinterpretAsInts().add(127).lanewise(VectorOperators.LSHL, 23);
    return value.mul(exponent.reinterpretAsFloats());
  }
}
