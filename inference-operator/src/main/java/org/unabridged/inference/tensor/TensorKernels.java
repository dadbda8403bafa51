package org.unabridged.inference.tensor;

import org.unabridged.inference.Kernels;

/**
 * The numeric inner loops that a large model computes with.
 *
 * @param floats on hidden states in float32
 * @param stored with weights and caches as they are stored
 */
public record TensorKernels(FloatKernels floats, StoredKernels stored) {

  /** The kernels of a choice. {@link Kernels#AUTO} takes the fastest that run here. */
  public static TensorKernels of(Kernels choice) {
    return switch (choice) {
      case AUTO -> best();
      case NATIVE -> inNative();
      case NATIVE_BYTES -> inNativeBytes();
      case NATIVE_FLOAT -> inNativeFloat();
      case VECTOR -> vector();
      case SCALAR -> scalar();
    };
  }

  /** The fastest kernels that run here. */
  public static TensorKernels best() {
    if (nativeAvailable()) {
      return inNative();
    }
    return new TensorKernels(FloatKernels.best(), storedInJava());
  }

  /** The Vector API's where its module is present, else the plain ones. */
  public static TensorKernels bestInJava() {
    return new TensorKernels(FloatKernels.bestInJava(), storedInJava());
  }

  private static StoredKernels storedInJava() {
    return VectorModule.AVAILABLE ? new VectorStoredKernels() : new ScalarStoredKernels();
  }

  /** Whether {@link #inNative} runs here: the library is there, and the processor has AVX-512. */
  public static boolean nativeAvailable() {
    return NativeLibrary.missingForStored() == null;
  }

  /**
   * Kernels in C. Rows are multiplied with quantised weights as whole numbers of 15 bits: all but
   * as exact as float32, and twice as fast.
   *
   * @throws IllegalStateException if they do not run here
   */
  public static TensorKernels inNative() {
    return inNative(NativeStoredKernels.Rows.BITS_15);
  }

  /**
   * The same with rows of 8 bits: twice as fast again, with errors as other engines have them.
   *
   * @throws IllegalStateException if they do not run here
   */
  public static TensorKernels inNativeBytes() {
    return inNative(NativeStoredKernels.Rows.BITS_8);
  }

  /**
   * Kernels in C that multiply everything in float32.
   *
   * @throws IllegalStateException if they do not run here
   */
  public static TensorKernels inNativeFloat() {
    return inNative(NativeStoredKernels.Rows.FLOATS);
  }

  private static TensorKernels inNative(NativeStoredKernels.Rows form) {
    String missing = NativeLibrary.missingForStored();
    if (missing != null) {
      throw new IllegalStateException(missing);
    }
    StoredKernels stored = NativeStoredKernels.of(form, storedInJava());
    return new TensorKernels(FloatKernels.inNative(), stored);
  }

  /** Whether this JVM was started with {@code --add-modules jdk.incubator.vector}. */
  public static boolean vectorAvailable() {
    return VectorModule.AVAILABLE;
  }

  /**
   * Kernels on the Vector API.
   *
   * @throws IllegalStateException if the module is not there
   */
  public static TensorKernels vector() {
    return new TensorKernels(FloatKernels.vector(), new VectorStoredKernels());
  }

  /** Kernels in plain Java. */
  public static TensorKernels scalar() {
    return new TensorKernels(FloatKernels.scalar(), new ScalarStoredKernels());
  }

  /** Names and vector widths, for the record of what computed a result. */
  public String name() {
    return stored.name().equals(floats.name())
        ? stored.name()
        : stored.name() + "+" + floats.name();
  }
}
