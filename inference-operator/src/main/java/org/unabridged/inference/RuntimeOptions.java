package org.unabridged.inference;

import java.io.Serializable;

/**
 * How a model uses the machine, or is reached. Nothing here but the cache changes an answer by more
 * than the rounding of other kernels, and the cache belongs to the fingerprint of a model.
 *
 * @param threads how many threads one handler computes with, at least 1
 * @param kernels which numeric kernels
 * @param cache what a model in this process keeps keys and values in, if it has any
 * @param servers where models on servers are
 */
public record RuntimeOptions(int threads, Kernels kernels, CacheFormat cache, ServerOptions servers)
    implements Serializable {
  public RuntimeOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  /** Options of a model in this process. */
  public RuntimeOptions(int threads, Kernels kernels) {
    this(threads, kernels, CacheFormat.F16, ServerOptions.defaults());
  }

  /** As many threads as the machine has processors; the fastest kernels; half precision. */
  public static RuntimeOptions defaults() {
    return new RuntimeOptions(Runtime.getRuntime().availableProcessors(), Kernels.AUTO);
  }

  /** The same options with this number of threads. */
  public RuntimeOptions withThreads(int newThreads) {
    return new RuntimeOptions(newThreads, kernels, cache, servers);
  }

  /** The same options with these kernels. */
  public RuntimeOptions withKernels(Kernels newKernels) {
    return new RuntimeOptions(threads, newKernels, cache, servers);
  }

  /** The same options with keys and values in this format. */
  public RuntimeOptions withCache(CacheFormat newCache) {
    return new RuntimeOptions(threads, kernels, newCache, servers);
  }

  /** The same options with these servers. */
  public RuntimeOptions withServers(ServerOptions newServers) {
    return new RuntimeOptions(threads, kernels, cache, newServers);
  }
}
