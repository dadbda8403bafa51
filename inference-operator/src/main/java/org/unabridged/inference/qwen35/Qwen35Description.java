package org.unabridged.inference.qwen35;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.normalization.ValueNormalizer;
import org.unabridged.inference.prompting.ContextText;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tokenizer.ModelTokenizer;
import org.unabridged.inference.weights.WeightFile;
import org.unabridged.inference.weights.WeightTensor;

/** What there is to say about a model in a file, from its header. */
final class Qwen35Description {

  /** Contexts whose memory is told. */
  private static final List<Long> LENGTHS = List.of(32_768L, 262_144L, 1_000_000L);

  private final WeightFile file;
  private final Qwen35Model natively;
  private final Qwen35Model extended;
  private final Map<String, Long> parametersByFormat = new TreeMap<>();
  private long parameters;
  private long active;

  private Qwen35Description(WeightFile file, Qwen35Model natively, Qwen35Model extended) {
    this.file = file;
    this.natively = natively;
    this.extended = extended;
    count();
  }

  /**
   * Describes a model.
   *
   * @param natively with its own window
   * @param extended with the longest one
   * @param fingerprint of the file
   */
  static ModelDescription of(
      WeightFile file,
      Qwen35Model natively,
      Qwen35Model extended,
      TensorKernels kernels,
      String fingerprint,
      ReadingOptions options) {
    return new ModelDescription(
        Qwen35Provider.NAME,
        "embedded-" + kernels.name(),
        String.join(
                "-",
                fingerprint,
                ContextText.VERSION,
                ValueNormalizer.VERSION,
                "greedy",
                options.questionsPerPrompt() + "x" + options.tokensPerQuestion())
            + cacheMark(natively.cacheFormat()),
        extended.window(),
        List.of(),
        new Qwen35Description(file, natively, extended).details());
  }

  /** What else but the usual cache there is in a fingerprint. */
  private static String cacheMark(BlockFormat cache) {
    return cache == BlockFormat.F16 ? "" : "-" + label(cache);
  }

  private static String label(BlockFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  private void count() {
    for (String name : file.tensorNames()) {
      WeightTensor tensor = file.tensor(name);
      long values = (long) tensor.rows() * tensor.width();
      parameters += values;
      active += values * share(name) / shares(name);
      parametersByFormat.merge(format(tensor), values, Long::sum);
    }
  }

  /** Of an expert's tensor: how many a token goes through. */
  private long share(String name) {
    return experts(name) ? ((Qwen35Configuration.Experts) feedForward()).used() : 1;
  }

  private long shares(String name) {
    return experts(name) ? ((Qwen35Configuration.Experts) feedForward()).count() : 1;
  }

  private boolean experts(String name) {
    return name.contains("_exps.") && feedForward() instanceof Qwen35Configuration.Experts;
  }

  private Qwen35Configuration.FeedForward feedForward() {
    return natively.configuration().feedForward();
  }

  private static String format(WeightTensor tensor) {
    return tensor.stored().get(0).format().toString();
  }

  private Map<String, String> details() {
    Qwen35Configuration configuration = natively.configuration();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("file", file.path().toString());
    String name = file.stringOrNull("general.name");
    if (name != null) {
      details.put("name", name);
    }
    details.put("architecture", configuration.architecture());
    details.put("parameters", amount(parameters) + ", " + amount(active) + " active per token");
    details.put("quantisation", quantisation());
    details.put(
        "layers",
        "%d, %d of them with full attention"
            .formatted(configuration.layers(), configuration.fullAttentionLayers()));
    details.put("tokenizer", tokenizer());
    details.put("window, native", tokens(natively.window()));
    details.put("window, extended", tokens(extended.window()));
    details.put("keys and values", cache());
    for (long length : LENGTHS) {
      if (length <= extended.window()) {
        Qwen35Model model = length <= natively.window() ? natively : extended;
        details.put("memory at " + tokens(length), bytes(model.memoryNeeded(length)));
      }
    }
    return details;
  }

  private String cache() {
    return String.format(
        Locale.ROOT,
        "%s, %,d bytes per token",
        label(natively.cacheFormat()),
        natively.cacheBytesPerToken());
  }

  private String tokenizer() {
    return ModelTokenizer.isIn(file)
        ? tokens(file.strings("tokenizer.ggml.tokens").size())
        : "none: the model can be measured, but not asked";
  }

  private String quantisation() {
    return parametersByFormat.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry -> entry.getKey() + " " + percent(entry.getValue()))
        .reduce((first, second) -> first + ", " + second)
        .orElse("none");
  }

  private String percent(long values) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * values / parameters);
  }

  private static String amount(long values) {
    return values >= 1_000_000_000
        ? String.format(Locale.ROOT, "%.2f billion", values / 1e9)
        : String.format(Locale.ROOT, "%.2f million", values / 1e6);
  }

  private static String tokens(long count) {
    return String.format(Locale.ROOT, "%,d tokens", count);
  }

  private static String bytes(long count) {
    return String.format(Locale.ROOT, "%.2f GiB beside the weights", count / (double) (1L << 30));
  }
}
