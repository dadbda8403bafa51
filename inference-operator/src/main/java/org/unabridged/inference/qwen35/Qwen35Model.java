package org.unabridged.inference.qwen35;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.decoding.LanguageModel;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.InputRows;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.WeightFile;

/**
 * A model of the Qwen3.5 family. Immutable and thread-safe: any number of sequences may be read at
 * once, each by its own thread, and neither that nor the number of threads changes a bit of a
 * result.
 *
 * <p>A context needs {@link #memoryNeeded} bytes beside the weights, nearly all of it outside the
 * heap; the JVM's limit on such memory is {@code -XX:MaxDirectMemorySize}, by default the size of
 * the heap.
 */
public final class Qwen35Model implements LanguageModel {

  /** Buffers of at most so many rows are kept for the next step. */
  private static final int KEPT_ROWS = 64;

  private final Qwen35Configuration configuration;
  private final Qwen35Options options;
  private final Qwen35Weights weights;
  private final TensorKernels kernels;
  private final Workers workers;
  private final SegmentPool pool;
  private final List<Layer> layers;
  private final RotaryEmbedding rotation;
  private final ConcurrentLinkedDeque<Workspace> idle = new ConcurrentLinkedDeque<>();
  private @Nullable ModelFingerprint fingerprint;

  private record Layer(Mixer mixer, FeedForward feedForward) {}

  private Qwen35Model(
      Qwen35Configuration configuration,
      Qwen35Options options,
      Qwen35Weights weights,
      TensorKernels kernels,
      Workers workers,
      SegmentPool pool) {
    this.configuration = configuration;
    this.options = options;
    this.weights = weights;
    this.kernels = kernels;
    this.workers = workers;
    this.pool = pool;
    this.layers = layers(configuration, weights);
    this.rotation = new RotaryEmbedding(configuration.rotation());
  }

  /**
   * A model on the weights of a file.
   *
   * @param file of architecture {@code qwen35} or {@code qwen35moe}
   * @param options how it is run
   * @param kernels what computes
   * @param workers the threads; they stay the caller's
   * @throws org.unabridged.inference.weights.WeightFormatException if the file holds something
   *     else, or not all of it
   */
  public static Qwen35Model of(
      WeightFile file, Qwen35Options options, TensorKernels kernels, Workers workers) {
    Qwen35Configuration own = Qwen35Configuration.read(file);
    Qwen35Configuration configuration =
        options.window() == Qwen35Options.Window.EXTENDED ? own.extended() : own;
    return new Qwen35Model(
        configuration,
        options,
        Qwen35Weights.read(file, configuration),
        kernels,
        workers,
        new SegmentPool(options.cacheFormat(), configuration.attention()));
  }

  /** A model on the same weights and memory with the longer window; itself if that is its own. */
  Qwen35Model extended() {
    Qwen35Configuration longer = configuration.extended();
    return longer.window() == configuration.window()
        ? this
        : new Qwen35Model(
            longer,
            options.withWindow(Qwen35Options.Window.EXTENDED),
            weights,
            kernels,
            workers,
            pool);
  }

  private static List<Layer> layers(Qwen35Configuration configuration, Qwen35Weights weights) {
    List<Layer> layers = new ArrayList<>();
    int caches = 0;
    int memories = 0;
    for (Qwen35Weights.Layer layer : weights.layers()) {
      Mixer mixer;
      if (layer.mixer() instanceof Qwen35Weights.Attention attention) {
        mixer = new AttentionLayer(configuration, attention, caches++);
      } else {
        mixer = new DeltaLayer(configuration, (Qwen35Weights.Delta) layer.mixer(), memories++);
      }
      layers.add(new Layer(mixer, feedForward(configuration, layer.feedForward())));
    }
    return List.copyOf(layers);
  }

  private static FeedForward feedForward(
      Qwen35Configuration configuration, Qwen35Weights.FeedForward weights) {
    if (weights instanceof Qwen35Weights.Experts experts) {
      Qwen35Configuration.Experts shape = (Qwen35Configuration.Experts) configuration.feedForward();
      return new ExpertFeedForward(configuration.width(), shape, experts);
    }
    return new DenseFeedForward((Qwen35Weights.Gated) weights);
  }

  /** Sizes and constants of the model. */
  public Qwen35Configuration configuration() {
    return configuration;
  }

  @Override
  public int vocabularySize() {
    return weights.embeddings().rows();
  }

  @Override
  public long window() {
    return configuration.window();
  }

  @Override
  public Sequence start() {
    return new Qwen35Sequence(this, SequenceState.empty(configuration, pool), 0, null);
  }

  /**
   * Bytes that a context of that many tokens occupies while it is read, without the weights: keys
   * and values, states, and the buffers of one block.
   */
  public long memoryNeeded(long tokens) {
    return memoryNeeded(tokens, 1);
  }

  /** The same for several sequences of that many tokens in all, prefixes that they share once. */
  long memoryNeeded(long tokens, int sequences) {
    return cacheBytes(tokens, sequences)
        + sequences * stateBytes()
        + Workspace.bytes(configuration, blockRows(tokens), workers.threads());
  }

  /** Each sequence may have begun a segment. */
  private long cacheBytes(long tokens, int sequences) {
    long segments = (tokens + SegmentPool.TOKENS - 1) / SegmentPool.TOKENS + sequences - 1;
    return configuration.fullAttentionLayers() * segments * pool.segmentBytes();
  }

  /** What keys and values are kept in. */
  BlockFormat cacheFormat() {
    return options.cacheFormat();
  }

  /** Bytes of keys and values of one token. */
  public long cacheBytesPerToken() {
    return (long) configuration.fullAttentionLayers() * pool.segmentBytes() / SegmentPool.TOKENS;
  }

  /** Bytes of a sequence's state beside keys and values. */
  long stateBytes() {
    Qwen35Configuration.Delta delta = configuration.delta();
    long values = (long) delta.memory() + (long) (delta.taps() - 1) * delta.channels();
    return (configuration.layers() - configuration.fullAttentionLayers()) * values * Float.BYTES;
  }

  /**
   * Refuses a context that cannot fit: its tokens the window, or its memory this machine's.
   *
   * @throws IllegalArgumentException if it has more tokens than the window
   * @throws InsufficientMemoryException if it needs more memory than there is now
   */
  public void checkFits(long tokens) {
    checkWindow(tokens);
    checkMemory(tokens, 1);
  }

  /** Refuses sequences of that many tokens in all whose memory there is not now. */
  void checkMemory(long tokens, int sequences) {
    checkMemory(tokens, sequences, AvailableMemory.now());
  }

  void checkMemory(long tokens, int sequences, AvailableMemory available) {
    long idle = pool.idleBytes();
    long cached = cacheBytes(tokens, sequences);
    long rest = memoryNeeded(tokens, sequences) - cached;
    require(tokens, cached, rest, available.machine() + idle, "there are ");
    require(
        tokens,
        cached,
        0,
        available.direct() + idle,
        "outside the heap, for which -XX:MaxDirectMemorySize leaves ");
  }

  private void require(long tokens, long cached, long rest, long available, String where) {
    if (cached + rest > available) {
      throw new InsufficientMemoryException(
          "a context of %d tokens needs %d bytes beside the weights%s, %s%d"
              .formatted(tokens, cached + rest, withSmallerCache(cached, rest), where, available));
    }
  }

  /** What else would do, for those who are refused. */
  private String withSmallerCache(long cached, long rest) {
    int width = configuration.attention().headWidth();
    BlockFormat smaller = BlockFormat.Q8_0;
    if (cacheFormat() == smaller || width % smaller.blockLength() != 0) {
      return "";
    }
    long bytes = cached / pool.rowBytes() * smaller.rowBytes(width) + rest;
    return ", or %d with keys and values in q8_0".formatted(bytes);
  }

  private void checkWindow(long tokens) {
    if (tokens > window()) {
      throw new IllegalArgumentException(tokens + " tokens do not fit the window of " + window());
    }
  }

  @Override
  public void appendEach(List<Sequence> sequences, int[] tokens) {
    if (sequences.size() != tokens.length) {
      throw new IllegalArgumentException(
          tokens.length + " tokens for " + sequences.size() + " sequences");
    }
    if (new HashSet<>(sequences).size() != tokens.length) {
      throw new IllegalArgumentException("a sequence stands twice among those to append to");
    }
    checkTokens(tokens);
    List<Qwen35Sequence> own = sequences.stream().map(this::own).toList();
    own.forEach(sequence -> sequence.reserve(1));
    for (int from = 0; from < tokens.length; from += options.blockRows()) {
      int to = Math.min(tokens.length, from + options.blockRows());
      step(own.subList(from, to), Arrays.copyOfRange(tokens, from, to));
    }
  }

  private Qwen35Sequence own(Sequence sequence) {
    if (sequence instanceof Qwen35Sequence own && own.model() == this) {
      return own;
    }
    throw new IllegalArgumentException("a sequence of another model");
  }

  private void step(List<Qwen35Sequence> sequences, int[] tokens) {
    List<Run> runs = new ArrayList<>();
    for (Qwen35Sequence sequence : sequences) {
      runs.add(new Run(sequence.state(), sequence.length(), runs.size(), 1));
    }
    try (Workers.Lease lease = workers.lease()) {
      Workspace space = takeSpace(tokens.length);
      Block block = new Block(runs, tokens.length, space, kernels, lease);
      read(block, tokens, 0);
      finish(sequences, space.normalised.values(), logits(block));
      giveBack(space);
    }
  }

  private void finish(List<Qwen35Sequence> sequences, float[] hidden, float[] logits) {
    int width = configuration.width();
    int vocabulary = vocabularySize();
    for (int i = 0; i < sequences.size(); i++) {
      float[] ownHidden = Arrays.copyOfRange(hidden, i * width, (i + 1) * width);
      float[] own = Arrays.copyOfRange(logits, i * vocabulary, (i + 1) * vocabulary);
      sequences.get(i).advance(ownHidden, own);
    }
  }

  void checkTokens(int[] tokens) {
    for (int token : tokens) {
      if (token < 0 || token >= vocabularySize()) {
        throw new IllegalArgumentException(
            "token " + token + " is not among the " + vocabularySize() + " of the model");
      }
    }
  }

  /** Makes room for tokens. */
  void reserve(SequenceState state, long read, long tokens) {
    checkWindow(tokens);
    state.reserve(read, tokens);
  }

  /**
   * Reads tokens into a state.
   *
   * @return the last token's hidden state, normalised for the head
   */
  float[] read(SequenceState state, long position, int[] tokens) {
    float[] last = new float[configuration.width()];
    try (Workers.Lease lease = workers.lease()) {
      Workspace space = takeSpace(blockRows(tokens.length));
      for (int from = 0; from < tokens.length; from += options.blockRows()) {
        int rows = Math.min(options.blockRows(), tokens.length - from);
        Run run = new Run(state, position + from, 0, rows);
        read(new Block(List.of(run), rows, space, kernels, lease), tokens, from);
        normaliseForHead(space, rows - 1, last, 0);
      }
      giveBack(space);
    }
    return last;
  }

  private int blockRows(long tokens) {
    return (int) Math.min(options.blockRows(), tokens);
  }

  private void read(Block block, int[] tokens, int from) {
    Workspace space = block.space();
    int width = configuration.width();
    block.eachRow(
        (row, worker) -> {
          weights.embeddings().read(tokens[from + row], space.hidden, row * width);
          Run run = block.runOf(row);
          long position = run.position() + row - run.row();
          rotation.angles(position, space.angles, row * 2 * rotation.half());
        });
    for (int i = 0; i < layers.size(); i++) {
      Qwen35Weights.Layer layer = weights.layers().get(i);
      block.normalise(layer.mixerNorm(), configuration.epsilon());
      layers.get(i).mixer().mix(block);
      block.addOutput();
      block.normalise(layer.feedForwardNorm(), configuration.epsilon());
      layers.get(i).feedForward().transform(block);
      block.addOutput();
    }
  }

  private void normaliseForHead(Workspace space, int row, float[] target, int offset) {
    Activations.rmsNorm(
        space.hidden,
        row * configuration.width(),
        weights.norm(),
        configuration.epsilon(),
        target,
        offset);
  }

  /** Logits of every row of a block. */
  private float[] logits(Block block) {
    InputRows input = block.space().normalised;
    for (int row = 0; row < block.rows(); row++) {
      normaliseForHead(block.space(), row, input.values(), row * configuration.width());
    }
    return logits(input, block.rows(), block.lease());
  }

  /** Logits of a hidden state that has been normalised for the head. */
  float[] logits(float[] hidden) {
    InputRows input = new InputRows(1, configuration.width());
    System.arraycopy(hidden, 0, input.values(), 0, hidden.length);
    try (Workers.Lease lease = workers.lease()) {
      return logits(input, 1, lease);
    }
  }

  private float[] logits(InputRows input, int rows, Workers.Lease lease) {
    kernels.stored().prepare(input, 0, rows);
    float[] logits = new float[Math.multiplyExact(rows, vocabularySize())];
    new Products(input).with(weights.head(), logits).run(rows, kernels, lease);
    return logits;
  }

  /** Buffers for that many rows; from {@link #giveBack} if there are some. */
  private Workspace takeSpace(int rows) {
    Workspace kept = rows <= KEPT_ROWS ? idle.poll() : null;
    if (kept != null && kept.capacity >= rows) {
      return kept;
    }
    return new Workspace(configuration, rows, workers.threads());
  }

  private void giveBack(Workspace space) {
    if (space.capacity <= KEPT_ROWS) {
      idle.push(space);
    }
  }

  /**
   * A sequence from a file that {@link Qwen35Sequence#save} wrote.
   *
   * @throws IOException if the file cannot be read, is damaged, or belongs to another model or
   *     another format of the cache; the message says which
   */
  public Sequence restore(Path path) throws IOException {
    return SequenceFile.read(this, path);
  }

  SegmentPool pool() {
    return pool;
  }

  /** What a file of a sequence must agree with, computed when first asked for. */
  synchronized ModelFingerprint fingerprint() {
    if (fingerprint == null) {
      fingerprint = ModelFingerprint.of(configuration, weights);
    }
    return fingerprint;
  }
}
