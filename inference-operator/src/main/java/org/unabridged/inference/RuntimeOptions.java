package org.unabridged.inference;

import java.io.Serializable;

/**
 * How the embedded runtime uses the machine. Nothing here changes an answer.
 *
 * @param threads how many threads one handler computes with, at least 1
 * @param kernels which numeric kernels
 */
public record RuntimeOptions(int threads, Kernels kernels) implements Serializable {
  public RuntimeOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  /** As many threads as the machine has processors; the fastest kernels. */
  public static RuntimeOptions defaults() {
    return new RuntimeOptions(Runtime.getRuntime().availableProcessors(), Kernels.AUTO);
  }

  /** The same options with this number of threads. */
  public RuntimeOptions withThreads(int newThreads) {
    return new RuntimeOptions(newThreads, kernels);
  }

  /** The same options with these kernels. */
  public RuntimeOptions withKernels(Kernels newKernels) {
    return new RuntimeOptions(threads, newKernels);
  }
}
