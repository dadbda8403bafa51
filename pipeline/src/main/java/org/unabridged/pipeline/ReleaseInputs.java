package org.unabridged.pipeline;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.InputFileCoder;
import org.unabridged.pipeline.state.RunProgress;

/**
 * Brings the inputs into a pipeline on this machine's own runner, a few at a time.
 *
 * <p>The direct runner works off one queue in order and has no back-pressure: inputs that are all
 * there at once are all parsed before the first of them is inferred. This source releases a file
 * only when another has been read, so that both stages have work at the same time and results are
 * stored early. The runner also keeps asking for news on every worker that has nothing to do, which
 * burns the processor that the model could use. So the source has a lane for all workers but one,
 * and a lane that has nothing to release waits on its worker until something happens.
 */
final class ReleaseInputs extends PTransform<PBegin, PCollection<InputFile>> {
  private static final long serialVersionUID = 1;

  /** Addresses and sizes, because an {@link InputFile} is not serializable. */
  private final String[] addresses;

  private final long[] sizes;
  private final String runId;
  private final int workers;

  private ReleaseInputs(List<InputFile> inputs, String runId, int workers) {
    this.addresses = inputs.stream().map(InputFile::uri).toArray(String[]::new);
    this.sizes = inputs.stream().mapToLong(InputFile::sizeBytes).toArray();
    this.runId = runId;
    this.workers = workers;
  }

  /**
   * Releases the inputs of a run.
   *
   * @param workers how many workers the runner has, at least 2
   */
  static ReleaseInputs of(List<InputFile> inputs, String runId, int workers) {
    if (workers < 2) {
      throw new IllegalArgumentException("workers must be at least 2, but was: " + workers);
    }
    return new ReleaseInputs(inputs, runId, workers);
  }

  @Override
  public PCollection<InputFile> expand(PBegin begin) {
    List<Integer> lanes = IntStream.range(0, workers - 1).boxed().toList();
    return begin
        .apply("Lanes", Create.of(lanes).withCoder(VarIntCoder.of()))
        .apply("Release", ParDo.of(new Release(addresses, sizes, runId, workers)))
        .setCoder(InputFileCoder.of());
  }

  /**
   * The first lane releases; the position after the last file of each lane is the end of all work.
   */
  @DoFn.BoundedPerElement
  static final class Release extends DoFn<Integer, InputFile> {
    private static final long serialVersionUID = 1;

    private final String[] addresses;
    private final long[] sizes;
    private final String runId;
    private final int workers;

    Release(String[] addresses, long[] sizes, String runId, int workers) {
      this.addresses = addresses;
      this.sizes = sizes;
      this.runId = runId;
      this.workers = workers;
    }

    @GetInitialRestriction
    public OffsetRange positions(@Element Integer lane) {
      return new OffsetRange(lane == 0 ? 0 : addresses.length, addresses.length + 1);
    }

    @ProcessElement
    public ProcessContinuation process(
        @Element Integer lane,
        RestrictionTracker<OffsetRange, Long> tracker,
        OutputReceiver<InputFile> output)
        throws InterruptedException {
      RunProgress progress = RunProgress.of(runId);
      int next = Math.toIntExact(tracker.currentRestriction().getFrom());
      // Twice the workers: enough that none of them runs dry before the runner comes round again.
      while (next < addresses.length && progress.unread() < 2L * workers) {
        if (!tracker.tryClaim((long) next)) {
          return ProcessContinuation.stop();
        }
        progress.released();
        output.output(new InputFile(addresses[next], sizes[next]));
        next++;
      }
      if (next == addresses.length && progress.allDone(addresses.length)) {
        tracker.tryClaim((long) next);
        return ProcessContinuation.stop();
      }
      progress.awaitChange(workers - lane - 1);
      return ProcessContinuation.resume();
    }
  }
}
