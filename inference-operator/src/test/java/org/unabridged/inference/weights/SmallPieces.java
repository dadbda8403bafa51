package org.unabridged.inference.weights;

import java.io.IOException;
import java.nio.file.Path;

/** Opens files as if a buffer held little, so that small tensors lie in pieces as large ones do. */
public final class SmallPieces {

  private SmallPieces() {}

  /** A file in mappings of at most so many bytes. */
  public static WeightFile open(Path path, long largestMapping) throws IOException {
    return GgufFile.open(path, largestMapping);
  }
}
