package org.unabridged.inference.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The kernels in C, for Linux on x86-64. Their sources are in {@code src/main/native}; the compiled
 * library is among the resources and is loaded from a copy in the temporary folder.
 *
 * <p>Addresses and lengths are not checked on the other side: the callers in this package do.
 */
final class NativeLibrary {

  private static final @Nullable String MISSING = load();

  private NativeLibrary() {}

  /** Why the library cannot be used; null if it can. */
  static @Nullable String missing() {
    return MISSING;
  }

  /** Why products with stored weights cannot be computed with it; null if they can. */
  static @Nullable String missingForStored() {
    if (MISSING != null) {
      return MISSING;
    }
    return multipliesStored() ? null : "the native kernels need a processor with AVX-512 and VNNI";
  }

  private static @Nullable String load() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      return "there are no native kernels for " + system;
    }
    try {
      loadCopy();
      return null;
    } catch (IOException | LinkageError e) {
      return "the native kernels could not be loaded: " + e;
    }
  }

  private static void loadCopy() throws IOException {
    Path copy = Files.createTempFile("unabridged", ".so");
    try (InputStream library =
        NativeLibrary.class.getResourceAsStream("linux-x86_64/libunabridged.so")) {
      if (library == null) {
        throw new IOException("the library is not among the resources");
      }
      Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
      System.load(copy.toString());
    } finally {
      // once loaded, it stays mapped without its name
      Files.deleteIfExists(copy);
    }
  }

  /** SHA-256 of the sources that the library was compiled from, in hexadecimal. */
  static native String sources();

  private static native boolean multipliesStored();

  /** Where a direct buffer lies. */
  static native long address(ByteBuffer buffer);

  /**
   * Rows {@code from} to {@code to} of shape (rows, depth) as bytes, scales and sums.
   *
   * @param low receives what the bytes leave, for rows of 15 bits; null for rows of 8 bits
   */
  static native void quantize(
      float[] values,
      int depth,
      int from,
      int to,
      byte[] bytes,
      byte @Nullable [] low,
      float[] scales,
      int[] sums);

  /** Products of rows as bytes, as {@link #quantize} made them, with quantised weights. */
  static native void multiplyBytes(
      int format,
      byte[] bytes,
      byte @Nullable [] low,
      float[] scales,
      int[] sums,
      int depth,
      int rows,
      long weights,
      long rowBytes,
      int outputs,
      float[] target,
      int offset,
      int stride);

  /** Products of rows as floats with weights of any format that the kernels know. */
  static native void multiplyFloats(
      int format,
      float[] values,
      int depth,
      int rows,
      long weights,
      long rowBytes,
      int outputs,
      float[] target,
      int offset,
      int stride);

  /** Attention to one run of keys and values. */
  static native void attend(
      int format,
      int width,
      int rows,
      float[] query,
      long[] limit,
      float[] maximum,
      float[] sum,
      float[] output,
      long first,
      int count,
      long keys,
      long values);

  /** Kernels on floats with vectors of so many bits; 0 where this processor has no such vectors. */
  static native long floatKernels(int bits);

  /** Outputs in one of their panels. */
  static native int panelWidth(long kernels);

  static native void pack(
      long kernels,
      int format,
      long weights,
      long rowBytes,
      int rows,
      int depth,
      float[] panels,
      int firstOutput);

  static native void multiply(
      long kernels,
      float[] input,
      int inputOffset,
      int inputStride,
      int rows,
      float[] panels,
      int depth,
      int outputs,
      float[] target,
      int targetOffset,
      int targetStride);

  static native void norm(
      long kernels,
      float[] input,
      int inputOffset,
      int inputStride,
      int rows,
      int width,
      float[] weight,
      float epsilon,
      float[] target,
      int targetOffset,
      int targetStride);

  static native void unit(
      long kernels,
      float[] values,
      int offset,
      int stride,
      int rows,
      int width,
      float epsilon,
      float length);

  static native void add(
      long kernels,
      float[] input,
      int inputOffset,
      int inputStride,
      int rows,
      int width,
      float[] target,
      int targetOffset,
      int targetStride);

  static native void gate(
      long kernels,
      float[] gate,
      int gateOffset,
      int gateStride,
      float[] values,
      int valuesOffset,
      int valuesStride,
      float @Nullable [] factors,
      int rows,
      int width,
      float[] target,
      int targetOffset,
      int targetStride);

  static native void convolve(
      long kernels,
      float[] input,
      int inputOffset,
      int inputStride,
      float[] taps,
      int tapOffset,
      int tapStride,
      int count,
      float[] target,
      int targetOffset,
      int targetStride,
      int rows,
      int channels);

  static native void openGates(
      long kernels,
      float[] betas,
      int betaOffset,
      int betaStride,
      float[] decays,
      int decayOffset,
      int decayStride,
      int rows,
      int heads,
      float[] rate,
      float[] bias);

  static native void deltaRule(
      long kernels,
      boolean chunks,
      float[] state,
      int stateOffset,
      int count,
      int keyWidth,
      int valueWidth,
      float[] query,
      float[] key,
      float[] value,
      float[] decay,
      float[] beta,
      float[] output);

  static native void route(
      long kernels,
      float[] logits,
      int offset,
      int stride,
      int rows,
      int experts,
      int used,
      int[] chosen,
      float[] shares);

  static native void gather(
      long kernels,
      float[] source,
      int sourceOffset,
      int sourceStride,
      int[] order,
      int first,
      int count,
      int choices,
      int width,
      float[] target,
      int targetOffset,
      int targetStride);

  static native void scatter(
      long kernels,
      float[] source,
      int sourceOffset,
      int sourceStride,
      int[] order,
      int first,
      int count,
      int choices,
      int width,
      float[] target,
      int targetOffset,
      int targetStride);

  static native void lookUp(
      long kernels,
      int format,
      long weights,
      long rowBytes,
      int[] rows,
      int count,
      int width,
      float[] target,
      int targetOffset,
      int targetStride);
}
