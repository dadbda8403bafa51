package org.unabridged.inference.model;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.PackedMatrix;
import org.unabridged.inference.tensor.WeightMatrix;
import org.unabridged.inference.weights.GgufFile;

/**
 * Weights of one mixture of experts.
 *
 * @param norm of the input
 * @param common outputs, in order: gate and values of the shared expert; router; gate on the shared
 *     expert
 * @param sharedDown from the shared expert's inner width back to the hidden state
 * @param in of each expert, outputs: gate, values
 * @param down of each expert, back to the hidden state
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to the arrays
record ExpertWeights(
    float[] norm,
    PackedMatrix common,
    PackedMatrix sharedDown,
    List<PackedMatrix> in,
    List<PackedMatrix> down) {

  static ExpertWeights read(GgufFile file, String prefix, LayerShape shape, FloatKernels kernels) {
    int width = shape.width();
    int experts = shape.experts();
    int inner = shape.expertWidth();
    int shared = shape.sharedWidth();
    List<WeightMatrix> gates =
        file.tensor(prefix + "ffn_gate_exps.weight", experts, inner, width).matrices();
    List<WeightMatrix> ups =
        file.tensor(prefix + "ffn_up_exps.weight", experts, inner, width).matrices();
    List<WeightMatrix> downs =
        file.tensor(prefix + "ffn_down_exps.weight", experts, width, inner).matrices();
    List<PackedMatrix> in = new ArrayList<>();
    List<PackedMatrix> down = new ArrayList<>();
    for (int i = 0; i < experts; i++) {
      in.add(PackedMatrix.stack(kernels, List.of(gates.get(i), ups.get(i))));
      down.add(PackedMatrix.stack(kernels, List.of(downs.get(i))));
    }
    return new ExpertWeights(
        file.tensor(prefix + "post_attention_norm.weight", width).toArray(),
        PackedMatrix.stack(
            kernels,
            List.of(
                file.tensor(prefix + "ffn_gate_shexp.weight", shared, width),
                file.tensor(prefix + "ffn_up_shexp.weight", shared, width),
                file.tensor(prefix + "ffn_gate_inp.weight", experts, width),
                file.tensor(prefix + "ffn_gate_inp_shexp.weight", width))),
        PackedMatrix.stack(
            kernels, List.of(file.tensor(prefix + "ffn_down_shexp.weight", width, shared))),
        List.copyOf(in),
        List.copyOf(down));
  }
}
