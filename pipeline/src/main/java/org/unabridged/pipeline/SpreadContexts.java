package org.unabridged.pipeline;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.unabridged.pipeline.state.RunState;

/**
 * Spreads contexts over the workers, short ones a few together: the local runner charges more for
 * each key after a shuffle, and for each step behind it, than a model in this process takes to read
 * a page.
 */
final class SpreadContexts extends PTransform<PCollection<String>, PCollection<String>> {
  private static final long serialVersionUID = 1;

  /** Enough for any cluster this runs on; few enough that a runner's cost per key does not show. */
  private static final int BUCKETS = 256;

  /** What one worker alone reads in a second. */
  private static final int MOST_CHARACTERS = 1 << 16;

  private final RunState state;
  private final int together;

  private SpreadContexts(RunState state, int together) {
    this.state = state;
    this.together = together;
  }

  /**
   * Spreads contexts of a run.
   *
   * @param atOnce how many of them the model reads at the same time; the more, the fewer go
   *     together
   */
  static SpreadContexts of(RunState state, int atOnce) {
    return new SpreadContexts(state, (int) (MOST_CHARACTERS / ((long) atOnce * atOnce)));
  }

  @Override
  public PCollection<String> expand(PCollection<String> contexts) {
    return contexts
        .apply("Put together", ParDo.of(new PutTogether(state, together)))
        .setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of()))
        .apply("Spread", Reshuffle.of())
        .apply("Apart again", Values.create());
  }

  private static final class PutTogether extends DoFn<String, KV<Integer, String>> {
    private static final long serialVersionUID = 1;

    private final RunState state;
    private final int together;
    private transient int bucket;
    private transient long characters;

    PutTogether(RunState state, int together) {
      this.state = state;
      this.together = together;
    }

    @StartBundle
    public void start() {
      next();
    }

    @ProcessElement
    public void process(@Element String contextId, OutputReceiver<KV<Integer, String>> output) {
      long more = state.inferences().storedContext(contextId).characters();
      if (characters > 0 && characters + more > together) {
        next();
      }
      characters += more;
      output.output(KV.of(bucket, contextId));
    }

    private void next() {
      bucket = ThreadLocalRandom.current().nextInt(BUCKETS);
      characters = 0;
    }
  }
}
