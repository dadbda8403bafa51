package org.unabridged.inference.clausemoe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.normalization.ValueNormalizer;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.weights.GgufFile;
import org.unabridged.inference.weights.ModelFile;

/** What there is to say about the tagger, from the header of its file. */
final class ClauseMoeDescription {

  /** Raised when a change of the runtime can change an answer: part of the fingerprint. */
  private static final int RUNTIME_VERSION = 2;

  private ClauseMoeDescription() {}

  static ModelDescription of(GgufFile file, ModelFile source, FloatKernels kernels) {
    return new ModelDescription(
        ClauseMoeModel.ARCHITECTURE,
        "embedded-" + kernels.name(),
        source.sha256() + "-" + RUNTIME_VERSION + "-" + ValueNormalizer.VERSION,
        file.count(ClauseMoeModel.ARCHITECTURE + ".context_length"),
        ClauseMoeModel.labels(file),
        details(file));
  }

  private static Map<String, String> details(GgufFile file) {
    Map<String, String> details = new LinkedHashMap<>();
    put(details, "version", file.stringOrNull("general.version"));
    put(details, "parameters", String.format("%.1f million", parameters(file) / 1e6));
    put(details, "layers", count(file, "block_count"));
    put(details, "experts", count(file, "expert_count"));
    put(details, "experts per token", count(file, "expert_used_count"));
    put(details, "vocabulary", String.valueOf(file.strings("tokenizer.ggml.tokens").size()));
    put(details, "licence", file.stringOrNull("general.license"));
    put(details, "author", file.stringOrNull("general.author"));
    return details;
  }

  private static void put(Map<String, String> details, String key, @Nullable String value) {
    if (value != null) {
      details.put(key, value);
    }
  }

  private static String count(GgufFile file, String key) {
    return String.valueOf(file.count(ClauseMoeModel.ARCHITECTURE + "." + key));
  }

  private static long parameters(GgufFile file) {
    long parameters = 0;
    for (String name : file.tensorNames()) {
      parameters += (long) file.tensor(name).rows() * file.tensor(name).width();
    }
    return parameters;
  }
}
