package org.unabridged.inference.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.WeightMatrix;

/**
 * A checkpoint folder of Hugging Face (config.json, safetensors, tokenizer.json) of a Qwen3.5
 * model, dense or with experts, presented as a GGUF file of the same model would be:
 *
 * <ul>
 *   <li>norms hold the factor itself, not its distance from 1;
 *   <li>{@code ssm_a} holds the negative rate, not its logarithm; the convolution is (channels,
 *       taps);
 *   <li>value heads of linear layers are in tiled order: head j belongs to key head j mod the
 *       number of key heads, wherever rows, channels or columns are theirs;
 *   <li>gates and ups of experts are apart, however the checkpoint has them, fused or one tensor
 *       for each expert; their pieces lie apart, so ask for {@link WeightTensor#matrices()};
 *   <li>{@code output.weight} is missing where it is tied to the embeddings.
 * </ul>
 *
 * <p>What has to be moved is copied outside the heap each time it is asked for: for models with
 * more value heads than key heads, the projections of the linear layers (the JVM bounds such memory
 * by {@code -XX:MaxDirectMemorySize}, by default the size of the heap). All else is mapped. Vision
 * tensors and the block that predicts several tokens are left out. Quantised checkpoints are
 * refused.
 */
public final class HuggingFaceWeights extends WeightFile {

  /** Where the tensors of the text model are, in checkpoints of different makers. */
  private static final List<String> PREFIXES =
      List.of("model.language_model.", "model.", "language_model.model.");

  private final Map<String, Supplier<WeightTensor>> tensors;

  private HuggingFaceWeights(
      Path folder, Map<String, Object> values, Map<String, Supplier<WeightTensor>> tensors) {
    super(folder, values);
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Reads what describes the model and maps its tensors.
   *
   * @throws WeightFormatException if it is not a model of the family, or not a whole one
   * @throws IOException if a file cannot be read
   */
  public static HuggingFaceWeights open(Path folder) throws IOException {
    Path configuration = folder.resolve("config.json");
    if (!Files.isRegularFile(configuration)) {
      throw new WeightFormatException(folder + ": no config.json");
    }
    HuggingFaceConfiguration model =
        new HuggingFaceConfiguration(configuration, BoundedJson.read(configuration));
    Map<String, Object> values = new TreeMap<>(model.values());
    Path tokenizer = folder.resolve("tokenizer.json");
    if (Files.isRegularFile(tokenizer)) {
      values.putAll(TokenizerJson.values(tokenizer, BoundedJson.read(tokenizer)));
    }
    SafetensorsFile file = SafetensorsFile.openFolder(folder);
    return new HuggingFaceWeights(
        folder, Collections.unmodifiableMap(values), new Names(folder, file, model).all());
  }

  @Override
  public Set<String> tensorNames() {
    return tensors.keySet();
  }

  @Override
  public WeightTensor tensor(String name) {
    Supplier<WeightTensor> tensor = tensors.get(name);
    if (tensor == null) {
      throw new WeightFormatException(path() + ": no tensor " + name);
    }
    try {
      return tensor.get();
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw new WeightFormatException(path() + ": tensor " + name + ": " + e.getMessage(), e);
    }
  }

  /** From names of GGUF to what makes the tensors. */
  private static final class Names {
    private final SafetensorsFile file;
    private final HuggingFaceConfiguration model;
    private final String prefix;
    private final Map<String, Supplier<WeightTensor>> tensors = new TreeMap<>();

    Names(Path folder, SafetensorsFile file, HuggingFaceConfiguration model) {
      this.file = file;
      this.model = model;
      this.prefix =
          PREFIXES.stream()
              .filter(start -> file.has(start + "embed_tokens.weight"))
              .findFirst()
              .orElseThrow(() -> new WeightFormatException(folder + ": no embed_tokens.weight"));
    }

    Map<String, Supplier<WeightTensor>> all() {
      same("token_embd.weight", prefix + "embed_tokens.weight");
      norm("output_norm.weight", prefix + "norm.weight");
      if (!model.tied()) {
        same("output.weight", headName());
      }
      for (int i = 0; i < model.layers(); i++) {
        layer("blk." + i + ".", prefix + "layers." + i + ".");
      }
      return tensors;
    }

    private String headName() {
      return file.has("lm_head.weight") ? "lm_head.weight" : "language_model.lm_head.weight";
    }

    private void layer(String to, String from) {
      file.tensor(from + "input_layernorm.weight"); // ends a count of layers that is made up
      norm(to + "attn_norm.weight", from + "input_layernorm.weight");
      norm(to + "post_attention_norm.weight", from + "post_attention_layernorm.weight");
      if (file.has(from + "linear_attn.A_log")) {
        linear(to, from + "linear_attn.");
      } else {
        attention(to, from + "self_attn.");
      }
      if (model.experts() > 0) {
        experts(to, from + "mlp.");
      } else {
        gated(to, "", from + "mlp.");
      }
    }

    private void attention(String to, String from) {
      same(to + "attn_q.weight", from + "q_proj.weight");
      same(to + "attn_k.weight", from + "k_proj.weight");
      same(to + "attn_v.weight", from + "v_proj.weight");
      same(to + "attn_output.weight", from + "o_proj.weight");
      norm(to + "attn_q_norm.weight", from + "q_norm.weight");
      norm(to + "attn_k_norm.weight", from + "k_norm.weight");
    }

    private void linear(String to, String from) {
      int keys = 2 * model.keyHeads() * model.keyWidth();
      int width = model.valueWidth();
      rows(to + "attn_qkv.weight", from + "in_proj_qkv.weight", keys, width);
      rows(to + "attn_gate.weight", from + "in_proj_z.weight", 0, width);
      rows(to + "ssm_beta.weight", from + "in_proj_b.weight", 0, 1);
      rows(to + "ssm_alpha.weight", from + "in_proj_a.weight", 0, 1);
      rows(to + "ssm_conv1d.weight", from + "conv1d.weight", keys, width);
      heads(to + "ssm_a", from + "A_log", logarithm -> (float) -Math.exp(logarithm));
      heads(to + "ssm_dt.bias", from + "dt_bias", bias -> bias);
      same(to + "ssm_norm.weight", from + "norm.weight");
      columns(to + "ssm_out.weight", from + "out_proj.weight", width);
    }

    private void gated(String to, String suffix, String from) {
      for (String part : List.of("gate", "up", "down")) {
        same(to + "ffn_" + part + suffix + ".weight", from + part + "_proj.weight");
      }
    }

    private void experts(String to, String from) {
      same(to + "ffn_gate_inp.weight", from + "gate.weight");
      String shared = to + "ffn_gate_inp_shexp.weight";
      add(shared, () -> reshaped(shared, file.tensor(from + "shared_expert_gate.weight")));
      gated(to, "_shexp", from + "shared_expert.");
      boolean fused = file.has(from + "experts.gate_up_proj");
      for (String part : List.of("gate", "up", "down")) {
        String name = to + "ffn_" + part + "_exps.weight";
        add(name, () -> fused ? fused(name, part, from) : collected(name, part, from));
      }
    }

    private WeightTensor fused(String name, String part, String from) {
      if (part.equals("down")) {
        return file.tensor(from + "experts.down_proj");
      }
      List<WeightMatrix> halves = new ArrayList<>();
      for (WeightMatrix both : file.tensor(from + "experts.gate_up_proj").matrices()) {
        int rows = both.rows() / 2;
        halves.add(both.slice(part.equals("gate") ? 0 : rows, rows));
      }
      return stacked(name, halves);
    }

    private WeightTensor collected(String name, String part, String from) {
      List<WeightMatrix> matrices = new ArrayList<>();
      for (int expert = 0; expert < model.experts(); expert++) {
        matrices.add(
            file.tensor(from + "experts." + expert + "." + part + "_proj.weight").matrix());
      }
      return stacked(name, matrices);
    }

    private WeightTensor stacked(String name, List<WeightMatrix> matrices) {
      WeightMatrix first = matrices.get(0);
      for (WeightMatrix matrix : matrices) {
        if (matrix.rows() != first.rows() || matrix.width() != first.width()) {
          throw new WeightFormatException(name + ": experts differ in shape");
        }
      }
      return new WeightTensor(
          name, List.of(matrices.size(), first.rows(), first.width()), matrices);
    }

    /** A single row as a vector. */
    private static WeightTensor reshaped(String name, WeightTensor row) {
      return new WeightTensor(name, List.of(row.rows() * row.width()), row.stored());
    }

    private void same(String name, String source) {
      add(name, () -> file.tensor(source));
    }

    private void norm(String name, String source) {
      add(name, () -> mapped(name, file.tensor(source), weight -> 1 + weight));
    }

    /** One number for each value head. */
    private void heads(String name, String source, FloatMap map) {
      add(
          name,
          () -> {
            float[] grouped = required(source, file.tensor(source), model.valueHeads()).toArray();
            float[] tiled = new float[grouped.length];
            int[] order = model.tiledHeads();
            for (int head = 0; head < order.length; head++) {
              tiled[head] = map.apply(grouped[order[head]]);
            }
            return vector(name, tiled);
          });
    }

    private static WeightTensor mapped(String name, WeightTensor source, FloatMap map) {
      float[] values = source.toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = map.apply(values[i]);
      }
      return vector(name, values);
    }

    private static WeightTensor vector(String name, float[] values) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Float.BYTES));
      bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
      WeightMatrix row = new WeightMatrix(BlockFormat.F32, 1, values.length, bytes);
      return new WeightTensor(name, List.of(values.length), List.of(row));
    }

    /** Rows of value heads, after others that stay; an axis of one between is left out. */
    private void rows(String name, String source, int before, int headRows) {
      add(
          name,
          () -> {
            int rows = Math.addExact(before, Math.multiplyExact(model.valueHeads(), headRows));
            WeightTensor tensor = required(source, file.tensor(source), rows);
            WeightMatrix matrix = tensor.matrix();
            List<Integer> shape = List.of(rows, tensor.width());
            if (model.isTiled()) {
              return new WeightTensor(name, shape, List.of(matrix));
            }
            int[] order =
                IntStream.concat(
                        IntStream.range(0, before),
                        IntStream.of(model.tiledHeads())
                            .flatMap(
                                head ->
                                    IntStream.range(head * headRows, (head + 1) * headRows)
                                        .map(row -> before + row)))
                    .toArray();
            return new WeightTensor(name, shape, List.of(matrix.gatherRows(order)));
          });
    }

    private void columns(String name, String source, int headColumns) {
      add(
          name,
          () -> {
            WeightTensor tensor = file.tensor(source);
            if (tensor.width() != Math.multiplyExact(model.valueHeads(), headColumns)) {
              throw new WeightFormatException(source + " has shape " + tensor.shape());
            }
            WeightMatrix matrix = tensor.matrix();
            return model.isTiled()
                ? tensor
                : new WeightTensor(
                    name,
                    tensor.shape(),
                    List.of(matrix.gatherColumns(headColumns, model.tiledHeads())));
          });
    }

    /** A tensor that has so many rows, or as a vector so many values. */
    private static WeightTensor required(String name, WeightTensor tensor, int extent) {
      if (tensor.shape().get(0) != extent || tensor.rows() != extent && tensor.rows() != 1) {
        throw new WeightFormatException(name + " has shape " + tensor.shape());
      }
      return tensor;
    }

    private void add(String name, Supplier<WeightTensor> tensor) {
      tensors.put(name, tensor);
    }
  }

  /** From one value to another. */
  private interface FloatMap {
    float apply(float value);
  }
}
