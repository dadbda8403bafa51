package org.unabridged.inference.clausemoe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.ModelHandlerProvider;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.weights.GgufFile;
import org.unabridged.inference.weights.ModelFile;

/** Makes the bundled model available under its name. */
public final class ClauseMoeProvider implements ModelHandlerProvider {

  private static final String RESOURCE = "clause-moe.gguf";

  @Override
  public String name() {
    return ClauseMoeModel.ARCHITECTURE;
  }

  @Override
  public ModelDescription describe() {
    try {
      ModelFile file = bundled();
      return ClauseMoeDescription.of(GgufFile.open(file.path()), file, FloatKernels.best());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public ModelHandler open(RuntimeOptions options) {
    try {
      return ClauseMoeHandler.open(
          bundled(), options.threads(), FloatKernels.of(options.kernels()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static ModelFile bundled() throws IOException {
    URL resource = ClauseMoeProvider.class.getResource(RESOURCE);
    if (resource == null) {
      throw new IllegalStateException(
          "the weights of " + ClauseMoeModel.ARCHITECTURE + " are missing from the program");
    }
    return ModelFile.ofResource(resource);
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("cannot read the bundled model: " + e.getMessage(), e);
  }
}
