package org.unabridged.inference.qwen35;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tensor.AttentionRows;

/** Gated full attention over the cache of a sequence. Immutable. */
final class AttentionLayer implements Mixer {

  /**
   * Segments that one task goes through when there are few queries: a long cache is then shared out
   * among the threads too. Fixed, so that threads don't change a result.
   */
  private static final int TASK_SEGMENTS = 16;

  /** Up to so many tokens a cache is shared out. */
  private static final int FEW_TOKENS = 4;

  private final Qwen35Configuration.Attention shape;
  private final float epsilon;
  private final RotaryEmbedding rotation;
  private final Qwen35Weights.Attention weights;
  private final int cache;

  /**
   * A layer.
   *
   * @param cache which of a sequence's caches it uses
   */
  AttentionLayer(Qwen35Configuration configuration, Qwen35Weights.Attention weights, int cache) {
    this.shape = configuration.attention();
    this.epsilon = configuration.epsilon();
    this.rotation = new RotaryEmbedding(configuration.rotation());
    this.weights = weights;
    this.cache = cache;
  }

  @Override
  public void mix(Block block) {
    Workspace space = block.space();
    block.run(
        block
            .products()
            .with(weights.query(), space.queries)
            .with(weights.key(), space.keys)
            .with(weights.value(), space.values));
    block.eachRow((row, worker) -> enter(block.runOf(row), row, space));
    List<Task> tasks = new ArrayList<>();
    block.runs().forEach(run -> addTasks(run, tasks));
    block.lease().run(tasks.size(), (task, worker) -> attend(tasks.get(task), block, worker));
    mergeParts(tasks, space);
    block.eachRows(
        (from, to, worker) -> block.kernels().stored().prepare(space.attended, from, to));
    block.run(new Products(space.attended).with(weights.output(), space.output));
  }

  /** Normalises and rotates queries and keys of a row, and stores keys and values. */
  private void enter(Run run, int row, Workspace space) {
    int width = shape.headWidth();
    int angles = row * 2 * rotation.half();
    for (int head = 0; head < shape.queryHeads(); head++) {
      enterHead(weights.queryNorm(), space, angles, space.queries, query(row, head));
    }
    KeyValueCache cached = run.state().caches().get(cache);
    for (int head = 0; head < shape.keyHeads(); head++) {
      int at = row * shape.keysWidth() + head * width;
      enterHead(weights.keyNorm(), space, angles, space.keys, at);
      cached.write(run.position() + row - run.row(), head, space.keys, at, space.values, at);
    }
  }

  private void enterHead(float[] norm, Workspace space, int angles, float[] heads, int offset) {
    Activations.rmsNorm(heads, offset, norm, epsilon, heads, offset);
    rotation.rotate(space.angles, angles, heads, offset);
  }

  /** Each head's query is followed by its gate. */
  private int query(int row, int head) {
    return (row * shape.queryHeads() + head) * 2 * shape.headWidth();
  }

  /**
   * Some tokens of a run and one key head, against some of the cache.
   *
   * @param found what is merged with the other parts of the same tokens; null where this is the
   *     only one
   */
  private record Task(
      Run run,
      int head,
      int from,
      int to,
      int firstSegment,
      int endSegment,
      @Nullable AttentionRows found) {}

  private void addTasks(Run run, List<Task> tasks) {
    int tokens = Math.max(1, Workspace.ATTENTION_ROWS / shape.group());
    for (int head = 0; head < shape.keyHeads(); head++) {
      for (int from = 0; from < run.rows(); from += tokens) {
        int to = Math.min(run.rows(), from + tokens);
        int segments = segments(run.position() + to);
        if (run.rows() > FEW_TOKENS || segments <= TASK_SEGMENTS) {
          tasks.add(new Task(run, head, from, to, 0, segments, null));
        } else {
          addParts(run, head, from, to, segments, tasks);
        }
      }
    }
  }

  private void addParts(Run run, int head, int from, int to, int segments, List<Task> tasks) {
    for (int first = 0; first < segments; first += TASK_SEGMENTS) {
      int end = Math.min(segments, first + TASK_SEGMENTS);
      AttentionRows found = new AttentionRows((to - from) * shape.group(), shape.headWidth());
      tasks.add(new Task(run, head, from, to, first, end, found));
    }
  }

  private static int segments(long tokens) {
    return Math.toIntExact((tokens + SegmentPool.TOKENS - 1) / SegmentPool.TOKENS);
  }

  private void attend(Task task, Block block, int worker) {
    Workspace space = block.space();
    AttentionRows rows = task.found() == null ? space.worker(worker).attention() : task.found();
    readQueries(task, space, rows);
    KeyValueCache cached = task.run().state().caches().get(cache);
    long end = task.run().position() + task.to();
    for (int segment = task.firstSegment(); segment < task.endSegment(); segment++) {
      block.kernels().stored().attend(rows, cached.run(segment, task.head(), end));
    }
    if (task.found() == null) {
      finish(task, rows, space);
    }
  }

  private void readQueries(Task task, Workspace space, AttentionRows rows) {
    int width = shape.headWidth();
    float scale = (float) (1 / Math.sqrt(width));
    int group = shape.group();
    for (int token = task.from(); token < task.to(); token++) {
      for (int i = 0; i < group; i++) {
        int row = (token - task.from()) * group + i;
        int from = query(task.run().row() + token, task.head() * group + i);
        for (int j = 0; j < width; j++) {
          rows.query[row * width + j] = space.queries[from + j] * scale;
        }
        rows.limit[row] = task.run().position() + token + 1;
      }
    }
    rows.fill((task.to() - task.from()) * group);
  }

  /** Joins the parts of the same tokens and head, which follow each other, in their order. */
  private void mergeParts(List<Task> tasks, Workspace space) {
    AttentionRows whole = null;
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      if (task.found() == null) {
        continue;
      }
      if (task.firstSegment() == 0 || whole == null) {
        whole = task.found();
      } else {
        whole.merge(task.found());
      }
      if (i + 1 == tasks.size() || tasks.get(i + 1).firstSegment() == 0) {
        finish(task, whole, space);
      }
    }
  }

  /** Writes the gated output of all heads of the group. */
  private void finish(Task task, AttentionRows rows, Workspace space) {
    rows.finish();
    int width = shape.headWidth();
    int group = shape.group();
    float[] target = space.attended.values();
    for (int token = task.from(); token < task.to(); token++) {
      for (int i = 0; i < group; i++) {
        int head = task.head() * group + i;
        int row = task.run().row() + token;
        int from = ((token - task.from()) * group + i) * width;
        int gate = query(row, head) + width;
        int to = row * shape.queriesWidth() + head * width;
        for (int j = 0; j < width; j++) {
          target[to + j] = rows.output[from + j] * Activations.sigmoid(space.queries[gate + j]);
        }
      }
    }
  }
}
