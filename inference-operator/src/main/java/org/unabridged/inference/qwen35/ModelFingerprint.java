package org.unabridged.inference.qwen35;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.unabridged.inference.tensor.WeightMatrix;

/**
 * Tells models apart: a hash over the configuration, all small weights, and of each matrix its
 * shape, its format and three of its rows. Two files that differ only in rows between pass for the
 * same.
 */
final class ModelFingerprint {

  static final int BYTES = 32;

  private final byte[] hash;

  private ModelFingerprint(byte[] hash) {
    this.hash = hash;
  }

  static ModelFingerprint of(Qwen35Configuration configuration, Qwen35Weights weights) {
    MessageDigest digest = sha256();
    digest.update(configuration.toString().getBytes(StandardCharsets.UTF_8));
    weights.embeddings().stored().forEach(part -> add(digest, part));
    add(digest, weights.norm());
    weights.head().forEach(part -> add(digest, part));
    for (Qwen35Weights.Layer layer : weights.layers()) {
      add(digest, layer.mixerNorm());
      add(digest, layer.mixer());
      add(digest, layer.feedForwardNorm());
      add(digest, layer.feedForward());
    }
    return new ModelFingerprint(digest.digest());
  }

  boolean matches(byte[] other) {
    return Arrays.equals(hash, other);
  }

  byte[] bytes() {
    return hash.clone();
  }

  private static void add(MessageDigest digest, Qwen35Weights.Mixer mixer) {
    if (mixer instanceof Qwen35Weights.Attention attention) {
      add(digest, attention.query());
      add(digest, attention.key());
      add(digest, attention.value());
      add(digest, attention.queryNorm());
      add(digest, attention.keyNorm());
      add(digest, attention.output());
    } else if (mixer instanceof Qwen35Weights.Delta delta) {
      add(digest, delta.channels());
      add(digest, delta.gate());
      add(digest, delta.beta());
      add(digest, delta.alpha());
      add(digest, delta.convolution());
      add(digest, delta.decayRate());
      add(digest, delta.decayBias());
      add(digest, delta.headNorm());
      add(digest, delta.output());
    }
  }

  private static void add(MessageDigest digest, Qwen35Weights.FeedForward feedForward) {
    if (feedForward instanceof Qwen35Weights.Gated gated) {
      add(digest, gated.gate());
      add(digest, gated.up());
      add(digest, gated.down());
    } else if (feedForward instanceof Qwen35Weights.Experts experts) {
      add(digest, experts.router());
      add(digest, experts.sharedGate());
      add(digest, experts.shared());
      experts.experts().forEach(expert -> add(digest, expert));
    }
  }

  private static void add(MessageDigest digest, WeightMatrix matrix) {
    String shape = matrix.format() + " " + matrix.rows() + " " + matrix.width();
    digest.update(shape.getBytes(StandardCharsets.UTF_8));
    float[] row = new float[matrix.width()];
    for (int index : new int[] {0, matrix.rows() / 2, matrix.rows() - 1}) {
      matrix.read(index, row, 0);
      add(digest, row);
    }
  }

  private static void add(MessageDigest digest, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
