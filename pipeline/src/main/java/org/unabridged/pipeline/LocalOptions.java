package org.unabridged.pipeline;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.RuntimeOptions;

/** Options for this machine's own runner. */
final class LocalOptions {
  private LocalOptions() {}

  /** One worker waits for the parser or drives the graph while the others infer, or wait. */
  static int workers(String model, RuntimeOptions runtime) {
    return ModelHandlers.contextsAtOnce(model, runtime) + 1;
  }

  /**
   * The direct runner without the checks that belong into tests: they copy and compare every
   * element at every step.
   *
   * @param workers how many threads work off the pipeline
   */
  static PipelineOptions of(int workers) {
    return PipelineOptionsFactory.fromArgs(
            "--runner=DirectRunner",
            "--enforceImmutability=false",
            "--enforceEncodability=false",
            "--targetParallelism=" + workers)
        .create();
  }
}
