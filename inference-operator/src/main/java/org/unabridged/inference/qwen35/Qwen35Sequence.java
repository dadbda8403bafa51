package org.unabridged.inference.qwen35;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.decoding.Sequence;

/** A context that a model reads. Owned by one thread at a time. */
public final class Qwen35Sequence implements Sequence {

  private final Qwen35Model model;
  private final SequenceState state;
  private long length;
  private float @Nullable [] hidden;
  private float @Nullable [] logits;
  private boolean closed;

  /** Continues a state; {@code hidden} is the last token's, null before the first. */
  Qwen35Sequence(Qwen35Model model, SequenceState state, long length, float @Nullable [] hidden) {
    this.model = model;
    this.state = state;
    this.length = length;
    this.hidden = hidden;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void append(int[] tokens) {
    checkOpen();
    if (tokens.length == 0) {
      throw new IllegalArgumentException("no tokens to append");
    }
    model.checkTokens(tokens);
    reserve(tokens.length);
    hidden = model.read(state, length, tokens);
    logits = null;
    length += tokens.length;
  }

  @Override
  public float[] logits() {
    checkOpen();
    if (logits == null) {
      if (hidden == null) {
        throw new IllegalStateException("nothing has been read yet");
      }
      logits = model.logits(hidden);
    }
    return logits;
  }

  @Override
  public Qwen35Sequence fork() {
    checkOpen();
    Qwen35Sequence fork = new Qwen35Sequence(model, state.fork(length), length, hidden);
    fork.logits = logits == null ? null : logits.clone();
    return fork;
  }

  /**
   * Writes the sequence to a file, which {@link Qwen35Model#restore} reads. The file appears whole
   * or not at all.
   *
   * @throws IllegalStateException if nothing has been read
   */
  public void save(Path path) throws IOException {
    checkOpen();
    if (hidden == null) {
      throw new IllegalStateException("nothing has been read yet");
    }
    SequenceFile.write(model, state, length, hidden, path);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      state.release();
    }
  }

  Qwen35Model model() {
    return model;
  }

  SequenceState state() {
    return state;
  }

  /** Makes room for more tokens; where that fails, the sequence is as before. */
  void reserve(int tokens) {
    checkOpen();
    model.reserve(state, length, length + tokens);
  }

  /** A token has been read into the state. */
  void advance(float[] newHidden, float[] newLogits) {
    length++;
    hidden = newHidden;
    logits = newLogits;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the sequence is closed");
    }
  }
}
