package org.unabridged.inference.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The kernels in C, for Linux on x86-64 with AVX-512 and VNNI. Their sources are in {@code
 * src/main/native}; the compiled library is among the resources and is loaded from a copy in the
 * temporary folder.
 *
 * <p>Addresses and lengths are not checked on the other side: the callers in this package do.
 */
final class NativeLibrary {

  private static final @Nullable String MISSING = load();

  private NativeLibrary() {}

  /** Whether the library is there and this processor can run it. */
  static boolean available() {
    return MISSING == null;
  }

  /** Why the library cannot be used; null if it can. */
  static @Nullable String missing() {
    return MISSING;
  }

  private static @Nullable String load() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      return "there are no native kernels for " + system;
    }
    try {
      loadCopy();
      return supported() ? null : "the native kernels need a processor with AVX-512 and VNNI";
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

  private static native boolean supported();

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
}
