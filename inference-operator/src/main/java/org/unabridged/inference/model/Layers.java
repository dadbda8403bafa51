package org.unabridged.inference.model;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.GgufFile;

/**
 * A stack of layers, each a gated delta network and a mixture of experts. The first reads the
 * document forward, the next backward, and so on; each reads it from end to end, tile after tile,
 * and remembers what came before. Immutable and thread-safe; neither tiles nor threads change a
 * result in any bit.
 */
public final class Layers {

  /**
   * Rows of one task: enough for each expert to get whole blocks of rows, few enough for the
   * caches.
   */
  public static final int TASK_ROWS = 384;

  private final LayerShape shape;
  private final List<Layer> layers;
  private final int taskRows;

  private Layers(LayerShape shape, List<Layer> layers, int taskRows) {
    this.shape = shape;
    this.layers = layers;
    this.taskRows = taskRows;
  }

  /** Reads and packs the weights of {@code count} layers. */
  public static Layers read(GgufFile file, int count, LayerShape shape, FloatKernels kernels) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String prefix = "blk." + i + ".";
      layers.add(
          new Layer(
              new GatedDeltaNet(shape, MixerWeights.read(file, prefix, shape, kernels), kernels),
              new MixtureOfExperts(
                  shape, ExpertWeights.read(file, prefix, shape, kernels), kernels)));
    }
    return new Layers(shape, List.copyOf(layers), TASK_ROWS);
  }

  /**
   * The same layers, computed in tasks of another size: for tests that the size does not matter.
   */
  public Layers withTaskRows(int rows) {
    if (rows < 1 || rows % FloatKernels.ROW_BLOCK != 0) {
      throw new IllegalArgumentException("not whole blocks of rows: " + rows);
    }
    return new Layers(shape, layers, rows);
  }

  /** Only the first layers: for tests and for finding faults. */
  public Layers first(int count) {
    return new Layers(shape, layers.subList(0, count), taskRows);
  }

  /** Runs all layers over the hidden states, in place. */
  public void run(ResidualStream stream, Workers.Lease lease) {
    if (stream.tokens() == 0) {
      return;
    }
    RowScratch[] scratch = new RowScratch[lease.workers()];
    for (int i = 0; i < layers.size(); i++) {
      new Walk(layers.get(i), i % 2 == 1, stream, lease, scratch).run();
    }
  }

  private record Layer(GatedDeltaNet mixer, MixtureOfExperts experts) {}

  /** One layer on its way through a document. */
  private final class Walk {
    private final Layer layer;
    private final boolean backward;
    private final ResidualStream stream;
    private final Workers.Lease lease;
    private final RowScratch[] scratch;
    private final int rowsPerTask;
    private final int tileRows;
    private final TileState state;

    Walk(
        Layer layer,
        boolean backward,
        ResidualStream stream,
        Workers.Lease lease,
        RowScratch[] scratch) {
      this.layer = layer;
      this.backward = backward;
      this.stream = stream;
      this.lease = lease;
      this.scratch = scratch;
      int share = (stream.tokens() + lease.workers() - 1) / lease.workers();
      this.rowsPerTask = Math.min(taskRows, FloatKernels.paddedRows(share));
      this.tileRows = rowsPerTask * lease.workers();
      this.state = new TileState(shape, tileRows, layer.mixer.projectedStride());
    }

    /**
     * Two steps for each tile: the scan, then the end of this tile together with the beginning of
     * the next.
     */
    void run() {
      Tile tile = tile(0);
      project(tile);
      for (int from = 0; from < stream.tokens(); from += tileRows) {
        Tile current = tile;
        scan(current);
        tile = tile(Math.min(from + tileRows, stream.tokens()));
        finishAndProject(current, tile);
      }
    }

    private void scan(Tile tile) {
      int heads = shape.keyHeads();
      int groups = Math.min(heads, lease.workers());
      lease.run(
          groups,
          (group, worker) ->
              layer.mixer.scan(
                  group * heads / groups,
                  (group + 1) * heads / groups,
                  tile.rows(),
                  state,
                  scratch(worker)));
    }

    private Tile tile(int from) {
      return Tile.of(stream.tokens(), backward, from, tileRows);
    }

    private void project(Tile tile) {
      lease.run(tasks(tile), (task, worker) -> project(tile, task, scratch(worker)));
    }

    private void finishAndProject(Tile done, Tile next) {
      int finishing = tasks(done);
      lease.run(
          finishing + tasks(next),
          (task, worker) -> {
            if (task < finishing) {
              finish(done, task, scratch(worker));
            } else {
              project(next, task - finishing, scratch(worker));
            }
          });
    }

    private int tasks(Tile tile) {
      return (tile.rows() + rowsPerTask - 1) / rowsPerTask;
    }

    private void project(Tile tile, int task, RowScratch rows) {
      int from = task * rowsPerTask;
      int to = Math.min(from + rowsPerTask, tile.rows());
      stream.read(tile, from, to, rows.hidden);
      layer.mixer.project(from, to, state, rows);
    }

    private void finish(Tile tile, int task, RowScratch rows) {
      int from = task * rowsPerTask;
      int to = Math.min(from + rowsPerTask, tile.rows());
      stream.read(tile, from, to, rows.hidden);
      layer.mixer.finish(from, to, state, rows);
      layer.experts.apply(to - from, rows);
      stream.write(rows.hidden, tile, from, to);
    }

    private RowScratch scratch(int worker) {
      RowScratch own = scratch[worker];
      if (own == null) {
        own = new RowScratch(shape, rowsPerTask, layer.experts.commonWidth());
        scratch[worker] = own;
      }
      return own;
    }
  }
}
