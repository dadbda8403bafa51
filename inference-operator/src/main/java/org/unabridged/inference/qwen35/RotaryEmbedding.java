package org.unabridged.inference.qwen35;

/**
 * Rotary positions: value j of a head and value j + half are turned by an angle that grows with the
 * position. With YaRN the slow turns are slowed further, so that a longer context spans the angles
 * that the model knows. Immutable.
 */
final class RotaryEmbedding {

  /** Turns over the trained window above which a frequency stays as it is (YaRN's beta_fast). */
  private static final double FAST_TURNS = 32;

  /** Turns below which a frequency is slowed by the whole factor (YaRN's beta_slow). */
  private static final double SLOW_TURNS = 1;

  private final double[] frequencies;
  private final double magnitude;

  RotaryEmbedding(Qwen35Configuration.Rotation rotation) {
    int half = rotation.width() / 2;
    this.frequencies = new double[half];
    for (int j = 0; j < half; j++) {
      double frequency = Math.pow(rotation.base(), -2.0 * j / rotation.width());
      double slowed = slowed(rotation, j);
      frequencies[j] = frequency * (slowed / rotation.factor() + 1 - slowed);
    }
    this.magnitude = rotation.factor() > 1 ? 0.1 * Math.log(rotation.factor()) + 1 : 1;
  }

  /** To what share frequency j is slowed: 0 for fast ones, 1 for slow ones, a ramp between. */
  private static double slowed(Qwen35Configuration.Rotation rotation, int j) {
    double low = Math.max(Math.floor(index(rotation, FAST_TURNS)), 0);
    double high = Math.min(Math.ceil(index(rotation, SLOW_TURNS)), rotation.width() - 1);
    double span = low == high ? 0.001 : high - low;
    return Math.min(Math.max((j - low) / span, 0), 1);
  }

  /** Which frequency, as a real number, turns that often over the trained window. */
  private static double index(Qwen35Configuration.Rotation rotation, double turns) {
    return rotation.width()
        * Math.log(rotation.trainedWindow() / (turns * 2 * Math.PI))
        / (2 * Math.log(rotation.base()));
  }

  /** Half the width that is rotated. */
  int half() {
    return frequencies.length;
  }

  /** Turn per token of each pair, in radians. */
  double[] frequencies() {
    return frequencies.clone();
  }

  /** Factor on what is rotated. */
  double magnitude() {
    return magnitude;
  }

  /**
   * Writes cosines, then sines, of a position. Angles are computed in double precision from the
   * position, as rounding would show at long distances.
   *
   * @param target receives {@code 2 * half} values
   */
  void angles(long position, float[] target, int offset) {
    for (int j = 0; j < frequencies.length; j++) {
      double angle = position * frequencies[j];
      target[offset + j] = (float) (Math.cos(angle) * magnitude);
      target[offset + frequencies.length + j] = (float) (Math.sin(angle) * magnitude);
    }
  }

  /** Rotates a head in place. */
  void rotate(float[] angles, int angleOffset, float[] head, int offset) {
    int half = frequencies.length;
    for (int j = 0; j < half; j++) {
      float cosine = angles[angleOffset + j];
      float sine = angles[angleOffset + half + j];
      float first = head[offset + j];
      float second = head[offset + half + j];
      head[offset + j] = first * cosine - second * sine;
      head[offset + half + j] = second * cosine + first * sine;
    }
  }
}
