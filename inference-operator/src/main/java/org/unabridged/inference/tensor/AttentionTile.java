package org.unabridged.inference.tensor;

import java.util.Arrays;

/** A few cached tokens, decoded, and the plain attention over them. Scratch of one worker. */
final class AttentionTile {

  /** Few enough for the decoded values to stay in the nearest caches. */
  private static final int TOKENS = 64;

  private final int width;
  private final float[] row;
  // (width, TOKENS): the inner loop over tokens becomes vector code
  private final float[] keys;
  // (TOKENS, width)
  private final float[] values;
  private final float[] scores = new float[TOKENS];

  AttentionTile(int width) {
    this.width = width;
    this.row = new float[width];
    this.keys = new float[width * TOKENS];
    this.values = new float[TOKENS * width];
  }

  void attend(AttentionRows rows, KeyValueRun run) {
    for (int from = 0; from < run.count(); from += TOKENS) {
      int tokens = Math.min(TOKENS, run.count() - from);
      decode(run, from, tokens);
      for (int i = 0; i < rows.count(); i++) {
        long seen = Math.min(tokens, rows.limit[i] - run.first() - from);
        if (seen > 0) {
          attend(rows, i, (int) seen);
        }
      }
    }
  }

  private void decode(KeyValueRun run, int from, int tokens) {
    int rowBytes = run.format().rowBytes(width);
    for (int token = 0; token < tokens; token++) {
      int at = (from + token) * rowBytes;
      run.format().decode(run.data(), run.values() + at, values, token * width, width);
      run.format().decode(run.data(), run.keys() + at, row, 0, width);
      for (int i = 0; i < width; i++) {
        keys[i * TOKENS + token] = row[i];
      }
    }
  }

  private void attend(AttentionRows rows, int index, int seen) {
    int offset = index * width;
    float highest = Math.max(score(rows.query, offset, seen), rows.maximum[index]);
    float kept =
        rows.maximum[index] == Float.NEGATIVE_INFINITY
            ? 0f
            : Activations.exp(rows.maximum[index] - highest);
    float sum = kept * rows.sum[index];
    for (int i = offset; i < offset + width; i++) {
      rows.output[i] *= kept;
    }
    for (int token = 0; token < seen; token++) {
      float weight = Activations.exp(scores[token] - highest);
      sum += weight;
      addScaled(weight, token * width, rows.output, offset);
    }
    rows.sum[index] = sum;
    rows.maximum[index] = highest;
  }

  /** Scores of a query, and the highest of those seen. */
  private float score(float[] query, int offset, int seen) {
    Arrays.fill(scores, 0f);
    for (int i = 0; i < width; i++) {
      float value = query[offset + i];
      int at = i * TOKENS;
      for (int token = 0; token < TOKENS; token++) {
        scores[token] += value * keys[at + token];
      }
    }
    float highest = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < seen; token++) {
      highest = Math.max(highest, scores[token]);
    }
    return highest;
  }

  private void addScaled(float weight, int from, float[] target, int offset) {
    for (int i = 0; i < width; i++) {
      target[offset + i] += weight * values[from + i];
    }
  }
}
