package org.unabridged.inference;

/** Which implementation of the numeric kernels to run. */
public enum Kernels {
  /** The fastest that this JVM offers. */
  AUTO,
  /** The incubating Vector API; an error where its module is not there. */
  VECTOR,
  /** Plain Java, everywhere. */
  SCALAR
}
