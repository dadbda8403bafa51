package org.unabridged.inference.model;

import java.util.List;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.PackedMatrix;
import org.unabridged.inference.weights.GgufFile;
import org.unabridged.inference.weights.WeightTensor;

/**
 * Weights of one gated delta network. Not copied: nobody writes to the arrays.
 *
 * @param norm of the input
 * @param projections outputs, in order: queries, keys and values; output gates; betas; decays
 * @param convolution shape (taps, channels)
 * @param decayRate factor on the decay of each value head, negative
 * @param decayBias added to the decay of each value head before its activation
 * @param headNorm of each head's output
 * @param output from all heads back to the hidden state
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to the arrays
record MixerWeights(
    float[] norm,
    PackedMatrix projections,
    float[] convolution,
    float[] decayRate,
    float[] decayBias,
    float[] headNorm,
    PackedMatrix output) {

  static MixerWeights read(GgufFile file, String prefix, LayerShape shape, FloatKernels kernels) {
    int heads = shape.valueHeads();
    int width = shape.width();
    return new MixerWeights(
        file.tensor(prefix + "attn_norm.weight", width).toArray(),
        PackedMatrix.stack(
            kernels,
            List.of(
                file.tensor(prefix + "attn_qkv.weight", shape.channels(), width),
                file.tensor(prefix + "attn_gate.weight", shape.valuesWidth(), width),
                file.tensor(prefix + "ssm_beta.weight", heads, width),
                file.tensor(prefix + "ssm_alpha.weight", heads, width))),
        transposed(file.tensor(prefix + "ssm_conv1d.weight", shape.channels(), shape.taps())),
        file.tensor(prefix + "ssm_a", heads).toArray(),
        file.tensor(prefix + "ssm_dt.bias", heads).toArray(),
        file.tensor(prefix + "ssm_norm.weight", shape.valueWidth()).toArray(),
        PackedMatrix.stack(
            kernels, List.of(file.tensor(prefix + "ssm_out.weight", width, shape.valuesWidth()))));
  }

  private static float[] transposed(WeightTensor tensor) {
    float[] byChannel = tensor.toArray();
    float[] byTap = new float[byChannel.length];
    for (int channel = 0; channel < tensor.rows(); channel++) {
      for (int tap = 0; tap < tensor.width(); tap++) {
        byTap[tap * tensor.rows() + channel] = byChannel[channel * tensor.width() + tap];
      }
    }
    return byTap;
  }
}
