package org.unabridged.inference.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.unabridged.inference.Kernels;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;

/**
 * Compares the runtime with other implementations, by what a directory holds of these: {@link
 * ForwardParity#LIST} with known logits of small models, {@link FurtherModels#LIST} with models
 * that other software made, {@link BlockParity#LIST} with blocks of weights, and {@link
 * TextParity#VOCABULARY} with texts and conversations.
 */
public final class ParityCheck {

  private ParityCheck() {}

  /** Arguments: the directory; the name of {@link Kernels} other than the best. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("usage: ParityCheck DIRECTORY [KERNELS]");
    }
    Kernels choice =
        arguments.length == 1
            ? Kernels.AUTO
            : Kernels.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    List<BlockFormat> caches = List.of(BlockFormat.F32, BlockFormat.F16, BlockFormat.Q8_0);
    if (!run(Path.of(arguments[0]), TensorKernels.of(choice), caches, System.out)) {
      throw new IllegalStateException("some result is too far from what it should be");
    }
  }

  /** Checks all that a directory holds, and prints how far each result is off. */
  static boolean run(
      Path directory, TensorKernels kernels, List<BlockFormat> caches, PrintStream out)
      throws IOException {
    boolean checked = false;
    boolean passed = true;
    if (Files.exists(directory.resolve(ForwardParity.LIST))) {
      passed = ForwardParity.run(directory, kernels, caches, out);
      checked = true;
    }
    if (Files.exists(directory.resolve(FurtherModels.LIST))) {
      passed &= new FurtherModels(directory, kernels, out).run();
      checked = true;
    }
    if (Files.exists(directory.resolve(BlockParity.LIST))) {
      passed &= BlockParity.run(directory, out);
      checked = true;
    }
    if (Files.exists(directory.resolve(TextParity.VOCABULARY))) {
      passed &= TextParity.run(directory, out);
      checked = true;
    }
    if (!checked) {
      throw new IllegalArgumentException(directory + " holds nothing to compare with");
    }
    out.println("kernels " + kernels.name() + (passed ? ": passed" : ": FAILED"));
    return passed;
  }
}
