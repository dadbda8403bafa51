package org.unabridged.inference;

/** Which implementation of the numeric kernels to run. */
public enum Kernels {
  /** The fastest that this JVM offers. */
  AUTO,
  /**
   * In C, products with stored weights all but as exact as float32; an error where it does not run.
   */
  NATIVE,
  /** In C, stored weights by rows of 8 bits for speed; an error where it does not run. */
  NATIVE_BYTES,
  /** In C, everything in float32; an error where it does not run. */
  NATIVE_FLOAT,
  /** The incubating Vector API; an error where its module is not there. */
  VECTOR,
  /** Plain Java, everywhere. */
  SCALAR
}
