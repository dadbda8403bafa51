package org.unabridged.inference.qwen35;

import org.jspecify.annotations.Nullable;
import org.unabridged.inference.tensor.AttentionRows;
import org.unabridged.inference.tensor.DeltaRows;
import org.unabridged.inference.tensor.InputRows;

/**
 * Buffers for a block of rows on its way through the layers. Owned by one call at a time. Arrays
 * hold row after row.
 */
final class Workspace {

  /** Rows of queries that go through the cache together, heads of a group included. */
  static final int ATTENTION_ROWS = 128;

  /** Rows that the delta rule takes at a time: its inputs stay in the nearest cache. */
  static final int DELTA_ROWS = 64;

  /** Rows that go through an expert at a time. */
  static final int EXPERT_ROWS = 128;

  final int capacity;

  /** Hidden states. */
  final float[] hidden;

  /** Input of the layer's part at work, normalised. */
  final InputRows normalised;

  /** Output of the layer's part at work. */
  final float[] output;

  /** Cosines and sines of each row's position. */
  final float[] angles;

  // full attention
  final float[] queries;
  final float[] keys;
  final float[] values;
  final InputRows attended;

  // delta networks
  final float[] channels;
  final float[] gate;
  final float[] beta;
  final float[] alpha;
  final InputRows mixed;

  // feed-forward, or the shared expert
  final float[] inner;
  final float[] innerGate;
  final InputRows gated;

  final @Nullable ExpertWorkspace experts;

  private final Worker[] workers;

  Workspace(Qwen35Configuration configuration, int capacity, int workers) {
    Qwen35Configuration.Attention attention = configuration.attention();
    Qwen35Configuration.Delta delta = configuration.delta();
    this.capacity = capacity;
    this.hidden = rows(configuration.width());
    this.normalised = new InputRows(capacity, configuration.width());
    this.output = rows(configuration.width());
    this.angles = rows(configuration.rotation().width());
    this.queries = rows(2 * attention.queriesWidth());
    this.keys = rows(attention.keysWidth());
    this.values = rows(attention.keysWidth());
    this.attended = new InputRows(capacity, attention.queriesWidth());
    this.channels = rows(delta.channels());
    this.gate = rows(delta.valuesWidth());
    this.beta = rows(delta.valueHeads());
    this.alpha = rows(delta.valueHeads());
    this.mixed = new InputRows(capacity, delta.valuesWidth());
    int innerWidth;
    if (configuration.feedForward() instanceof Qwen35Configuration.Experts shape) {
      innerWidth = shape.sharedWidth();
      this.experts = new ExpertWorkspace(configuration.width(), shape, capacity);
    } else {
      innerWidth = ((Qwen35Configuration.Dense) configuration.feedForward()).width();
      this.experts = null;
    }
    this.inner = rows(innerWidth);
    this.innerGate = rows(innerWidth);
    this.gated = new InputRows(capacity, innerWidth);
    this.workers = new Worker[workers];
    for (int i = 0; i < workers; i++) {
      this.workers[i] = new Worker(configuration);
    }
  }

  /** Bytes of the buffers for that many rows and threads. */
  static long bytes(Qwen35Configuration configuration, int capacity, int workers) {
    Qwen35Configuration.Attention attention = configuration.attention();
    Qwen35Configuration.Delta delta = configuration.delta();
    int inner;
    long experts = 0;
    if (configuration.feedForward() instanceof Qwen35Configuration.Experts shape) {
      inner = shape.sharedWidth();
      experts = ExpertWorkspace.bytes(configuration.width(), shape, capacity);
    } else {
      inner = ((Qwen35Configuration.Dense) configuration.feedForward()).width();
    }
    long values =
        2L * configuration.width()
            + configuration.rotation().width()
            + 2L * attention.queriesWidth()
            + 2L * attention.keysWidth()
            + delta.channels()
            + delta.valuesWidth()
            + 2L * delta.valueHeads()
            + 2L * inner;
    return values * capacity * Float.BYTES
        + InputRows.bytes(capacity, configuration.width())
        + InputRows.bytes(capacity, attention.queriesWidth())
        + InputRows.bytes(capacity, delta.valuesWidth())
        + InputRows.bytes(capacity, inner)
        + experts
        + workers * Worker.bytes(configuration);
  }

  private float[] rows(int width) {
    return new float[Math.multiplyExact(capacity, width)];
  }

  Worker worker(int index) {
    return workers[index];
  }

  /** Buffers of one thread, made when it first needs them. */
  static final class Worker {
    private final Qwen35Configuration configuration;
    private @Nullable AttentionRows attention;
    private @Nullable DeltaRows delta;
    private float @Nullable [] window;
    private @Nullable ExpertRows expert;

    Worker(Qwen35Configuration configuration) {
      this.configuration = configuration;
    }

    /** Bytes once all of them are made. */
    static long bytes(Qwen35Configuration configuration) {
      Qwen35Configuration.Attention attention = configuration.attention();
      Qwen35Configuration.Delta shape = configuration.delta();
      long attended = (long) Math.max(ATTENTION_ROWS, attention.group()) * attention.headWidth();
      int rows = DELTA_ROWS + shape.taps() - 1;
      long values =
          2 * attended
              + 2L * DELTA_ROWS * (shape.keyWidth() + shape.valueWidth() + 1)
              + (long) rows * Math.max(shape.keyWidth(), shape.valueWidth());
      return values * Float.BYTES
          + (configuration.feedForward() instanceof Qwen35Configuration.Experts experts
              ? ExpertRows.bytes(configuration.width(), experts)
              : 0);
    }

    AttentionRows attention() {
      if (attention == null) {
        int rows = Math.max(ATTENTION_ROWS, configuration.attention().group());
        attention = new AttentionRows(rows, configuration.attention().headWidth());
      }
      return attention;
    }

    DeltaRows delta() {
      if (delta == null) {
        Qwen35Configuration.Delta shape = configuration.delta();
        delta = new DeltaRows(DELTA_ROWS, shape.keyWidth(), shape.valueWidth());
      }
      return delta;
    }

    /** Room for the channels of one head, those of the tokens before included. */
    float[] window() {
      if (window == null) {
        Qwen35Configuration.Delta shape = configuration.delta();
        int rows = DELTA_ROWS + shape.taps() - 1;
        window = new float[rows * Math.max(shape.keyWidth(), shape.valueWidth())];
      }
      return window;
    }

    ExpertRows expert(Qwen35Configuration.Experts shape) {
      if (expert == null) {
        expert = new ExpertRows(configuration.width(), shape);
      }
      return expert;
    }
  }

  /** Rows gathered for one expert. */
  static final class ExpertRows {
    final InputRows input;
    final float[] gate;
    final float[] inner;
    final InputRows gated;
    final float[] output;

    static long bytes(int width, Qwen35Configuration.Experts shape) {
      return InputRows.bytes(EXPERT_ROWS, width)
          + InputRows.bytes(EXPERT_ROWS, shape.width())
          + (long) EXPERT_ROWS * (2 * shape.width() + width) * Float.BYTES;
    }

    ExpertRows(int width, Qwen35Configuration.Experts shape) {
      this.input = new InputRows(EXPERT_ROWS, width);
      this.gate = new float[EXPERT_ROWS * shape.width()];
      this.inner = new float[EXPERT_ROWS * shape.width()];
      this.gated = new InputRows(EXPERT_ROWS, shape.width());
      this.output = new float[EXPERT_ROWS * width];
    }
  }

  /** Which rows go to which experts, and what comes back. */
  static final class ExpertWorkspace {
    final float[] logits;
    final float[] sharedGate;

    /** Experts chosen by each row, best first, and with what share. */
    final int[] chosen;

    final float[] shares;

    /** Choices in the order of their experts. */
    final int[] order;

    /** Where in the order each expert starts. */
    final int[] starts;

    /** What came back for each choice. */
    final float[] outputs;

    static long bytes(int width, Qwen35Configuration.Experts shape, int rows) {
      return (shape.count() + 1L + shape.used() * (width + 3L)) * rows * Float.BYTES;
    }

    ExpertWorkspace(int width, Qwen35Configuration.Experts shape, int rows) {
      int choices = Math.multiplyExact(rows, shape.used());
      this.logits = new float[Math.multiplyExact(rows, shape.count())];
      this.sharedGate = new float[rows];
      this.chosen = new int[choices];
      this.shares = new float[choices];
      this.order = new int[choices];
      this.starts = new int[shape.count() + 1];
      this.outputs = new float[Math.multiplyExact(choices, width)];
    }
  }
}
