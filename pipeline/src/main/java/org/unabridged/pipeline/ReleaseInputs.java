package org.unabridged.pipeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.InputFileCoder;
import org.unabridged.ingestion.InputFiles;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.pipeline.admission.Standing;
import org.unabridged.pipeline.admission.WorkUnit;
import org.unabridged.pipeline.rows.FileReference;
import org.unabridged.pipeline.state.RunProgress;

/**
 * Brings the admitted inputs into a pipeline on this machine's own runner, a few at a time.
 *
 * <p>The direct runner works off one queue in order and has no back-pressure: inputs that are all
 * there at once are all parsed before the first of them is inferred. This source releases a file
 * only when another has been read, so that both stages have work at the same time and results are
 * stored early. The runner also keeps asking for news on every worker that has nothing to do, which
 * burns the processor that the model could use. So the source has a lane for all workers but one,
 * and a lane that has nothing to release waits on its worker until something happens.
 */
final class ReleaseInputs extends PTransform<PBegin, PCollectionTuple> {
  /** Files to read. */
  static final TupleTag<InputFile> RELEASED = new TupleTag<>() {};

  /** Encoded {@link FileReference}s of files for which the run's budget left no room. */
  static final TupleTag<String> LEFT = new TupleTag<>() {};

  private static final long serialVersionUID = 1;

  /** Some seconds of work at the most. */
  private static final int MOST_TOGETHER = 64;

  private static final long MOST_BYTES_TOGETHER = 1 << 20;

  /**
   * By run. The runner serialises a function for each bundle that it works off, several times: with
   * the whole queue in it, every round would cost as much as the queue is long.
   */
  private static final Map<String, Queue> QUEUES = new ConcurrentHashMap<>();

  private final String runId;
  private final int lanes;

  private ReleaseInputs(String runId, int lanes) {
    this.runId = runId;
    this.lanes = lanes;
  }

  /** Frees what is kept of a run. */
  static void forget(String runId) {
    QUEUES.remove(runId);
  }

  private static Queue queue(String runId) {
    Queue queue = QUEUES.get(runId);
    if (queue == null) {
      throw new IllegalStateException("the inputs of run " + runId + " are not in this process");
    }
    return queue;
  }

  /**
   * What is to be released.
   *
   * @param addresses the files in order
   * @param sizes their sizes
   * @param unitEnds for each file, the position after the last file of its unit
   * @param parsed for each file, whether it was parsed before
   * @param files how many files the run has in all
   * @param workers how many workers the runner has
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Queue(
      String[] addresses, long[] sizes, int[] unitEnds, boolean[] parsed, long files, int workers) {
    int length() {
      return addresses.length;
    }

    InputFile file(int position) {
      return new InputFile(addresses[position], sizes[position]);
    }

    /**
     * Twice the workers: enough that none of them runs dry before the runner comes round again. Of
     * small files many more, which then travel together, because the runner charges for each bundle
     * and for each round more than it takes to read a page; but never more than have been inferred
     * already, so that the first results are there early.
     */
    boolean hasRoom(RunProgress progress) {
      long unread = progress.unread();
      return unread < 2L * workers
          || unread < together(progress) && progress.unreadBytes() < MOST_BYTES_TOGETHER;
    }

    /** So few that it is time for the next ones; otherwise these would come one by one. */
    boolean isLow(RunProgress progress) {
      return progress.unread() < Math.max(2L * workers, together(progress) / 2);
    }

    private static long together(RunProgress progress) {
      return Math.min(MOST_TOGETHER, progress.outcomes());
    }

    boolean startsUnit(int position) {
      return position == 0 || unitEnds[position - 1] == position;
    }
  }

  /**
   * Releases the admitted inputs of a run, in this process, until {@link #forget}.
   *
   * @param admitted units in the order of the work
   * @param files how many files the run has in all
   * @param workers how many workers the runner has, at least 2
   */
  static ReleaseInputs of(List<WorkUnit> admitted, long files, String runId, int workers) {
    if (workers < 2) {
      throw new IllegalArgumentException("workers must be at least 2, but was: " + workers);
    }
    int length = admitted.stream().mapToInt(unit -> unit.files().size()).sum();
    Queue queue =
        new Queue(
            new String[length],
            new long[length],
            new int[length],
            new boolean[length],
            files,
            workers);
    int next = 0;
    for (WorkUnit unit : admitted) {
      int end = next + unit.files().size();
      for (InputFile file : unit.files()) {
        queue.addresses[next] = file.uri();
        queue.sizes[next] = file.sizeBytes();
        queue.unitEnds[next] = end;
        queue.parsed[next] = unit.standing() != Standing.TO_PARSE;
        next++;
      }
    }
    QUEUES.put(runId, queue);
    return new ReleaseInputs(runId, workers - 1);
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    List<Integer> numbers = IntStream.range(0, lanes).boxed().toList();
    PCollectionTuple outputs =
        begin
            .apply("Lanes", Create.of(numbers).withCoder(VarIntCoder.of()))
            .apply(
                "Release",
                ParDo.of(new Release(runId)).withOutputTags(RELEASED, TupleTagList.of(LEFT)));
    outputs.get(RELEASED).setCoder(InputFileCoder.of());
    return outputs;
  }

  /**
   * The first lane releases; the position after the last file of each lane is the end of all work.
   */
  @DoFn.BoundedPerElement
  static final class Release extends DoFn<Integer, InputFile> {
    private static final long serialVersionUID = 1;

    private final String runId;

    Release(String runId) {
      this.runId = runId;
    }

    @GetInitialRestriction
    public OffsetRange positions(@Element Integer lane) {
      Queue queue = queue(runId);
      return new OffsetRange(lane == 0 ? 0 : queue.length(), queue.length() + 1);
    }

    @ProcessElement
    public ProcessContinuation process(
        @Element Integer lane,
        RestrictionTracker<OffsetRange, Long> tracker,
        MultiOutputReceiver output)
        throws InterruptedException {
      Queue queue = queue(runId);
      RunProgress progress = RunProgress.of(runId);
      int first = Math.toIntExact(tracker.currentRestriction().getFrom());
      int next = first;
      boolean refill = queue.isLow(progress);
      while (refill && next < queue.length() && queue.hasRoom(progress)) {
        if (!tracker.tryClaim((long) next)) {
          return ProcessContinuation.stop();
        }
        int claimed = next;
        next = release(queue, next, progress, output);
        if (next - 1 > claimed && !tracker.tryClaim(next - 1L)) {
          return ProcessContinuation.stop();
        }
      }
      if (next == queue.length() && progress.allDone(queue.files())) {
        tracker.tryClaim((long) next);
        return ProcessContinuation.stop();
      }
      if (next == first) {
        progress.awaitChange(queue.workers() - lane - 1);
      }
      return ProcessContinuation.resume();
    }

    /**
     * Releases one file, or leaves all files of the unit that begins here.
     *
     * @return the position to go on at
     */
    private static int release(
        Queue queue, int position, RunProgress progress, MultiOutputReceiver output) {
      String reason = mayBeLeft(queue, position) ? progress.budget().exhausted() : null;
      if (reason == null) {
        progress.released(queue.sizes()[position]);
        output.get(RELEASED).output(queue.file(position));
        return position + 1;
      }
      int end = queue.unitEnds()[position];
      for (int each = position; each < end; each++) {
        ReadFile identity = InputFiles.identify(queue.file(each));
        output.get(LEFT).output(FileReference.left(identity, reason).encode());
      }
      progress.left(end - position);
      return end;
    }

    /** What was parsed before costs nothing here, and its inference has to be asked for anyway. */
    private static boolean mayBeLeft(Queue queue, int position) {
      return queue.startsUnit(position) && !queue.parsed()[position];
    }
  }
}
