package org.unabridged.inference.qwen35;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tensor.InputRows;
import org.unabridged.inference.tensor.StoredKernels;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.WeightMatrix;
import org.unabridged.inference.tensor.Workers;

/** Products of the same rows with several matrices, shared out among threads by their outputs. */
final class Products {

  /** Parts for each thread, so that one which is interrupted does not hold up the others. */
  private static final int PARTS = 4;

  private final InputRows input;
  private final List<Product> products = new ArrayList<>();
  private int outputs;

  private record Product(WeightMatrix weights, float[] target, int offset, int stride) {}

  private record Part(Product product, int from, int to) {}

  Products(InputRows input) {
    this.input = input;
  }

  /** Adds a product whose rows follow each other in the target without gaps. */
  Products with(WeightMatrix weights, float[] target) {
    products.add(new Product(weights, target, 0, weights.rows()));
    outputs += weights.rows();
    return this;
  }

  /** Adds one product with a matrix that lies in pieces, consecutive rows each. */
  Products with(List<WeightMatrix> pieces, float[] target) {
    int stride = pieces.stream().mapToInt(WeightMatrix::rows).sum();
    int offset = 0;
    for (WeightMatrix piece : pieces) {
      products.add(new Product(piece, target, offset, stride));
      offset += piece.rows();
    }
    outputs += stride;
    return this;
  }

  /** Computes them all for the first rows of the input, which have been prepared. */
  void run(int rows, TensorKernels kernels, Workers.Lease lease) {
    List<Part> parts = parts(lease.workers());
    lease.run(
        parts.size(),
        (task, worker) -> {
          Part part = parts.get(task);
          Product product = part.product();
          kernels
              .stored()
              .multiply(
                  input,
                  rows,
                  product.weights(),
                  part.from(),
                  part.to(),
                  product.target(),
                  product.offset() + part.from(),
                  product.stride());
        });
  }

  private List<Part> parts(int workers) {
    int most = outputs / (PARTS * workers) / StoredKernels.OUTPUT_BLOCK;
    int size = Math.max(1, most) * StoredKernels.OUTPUT_BLOCK;
    List<Part> parts = new ArrayList<>();
    for (Product product : products) {
      for (int from = 0; from < product.weights().rows(); from += size) {
        parts.add(new Part(product, from, Math.min(from + size, product.weights().rows())));
      }
    }
    return parts;
  }
}
