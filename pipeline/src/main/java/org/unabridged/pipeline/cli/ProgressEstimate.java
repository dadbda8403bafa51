package org.unabridged.pipeline.cli;

import java.time.Duration;
import java.util.Locale;
import org.unabridged.pipeline.state.RunProgress;

/**
 * Says how far a run is and how long it will still take. The work is the tokens of all files; those
 * of files not yet read are estimated from the bytes, at the rate of the files that were read.
 *
 * @param files number of input files
 * @param bytes their size
 */
record ProgressEstimate(int files, long bytes) {
  private static final int BAR = 20;

  /** Share of the work that is reading; the rest is inference, which takes most of the time. */
  private static final double READING = 0.1;

  /** Below this share of the work, what is left is anyone's guess. */
  private static final double WORTH_A_GUESS = 0.02;

  /**
   * Such as {@code [##### ] 25 % 12 of 60 files read, 340,112 tokens, 31,000 tokens/s, 2 min left}.
   */
  String line(RunProgress.Snapshot now, Duration elapsed) {
    int done = (int) Math.floor(share(now) * BAR);
    return "[" + "#".repeat(done) + " ".repeat(BAR - done) + "] " + words(now, elapsed);
  }

  /** The same without the bar, which in a log says nothing. */
  String words(RunProgress.Snapshot now, Duration elapsed) {
    double share = share(now);
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%3.0f %%  ", Math.floor(share * 100)));
    line.append(now.filesRead()).append('/').append(files).append(" files read");
    long tokens = now.tokensInferred() + now.tokensReused();
    if (tokens > 0) {
      line.append(", ").append(ProgressDisplay.grouped(tokens)).append(" tokens");
    }
    if (now.tokensInferred() > 0) {
      double rate = now.tokensInferred() / Math.max(0.001, now.inferenceTime().toMillis() / 1e3);
      line.append(", ").append(ProgressDisplay.grouped(Math.round(rate))).append("/s");
    }
    if (share == 1) {
      line.append(", writing tables");
    } else if (share > WORTH_A_GUESS) {
      double left = elapsed.toMillis() / 1e3 * (1 - share) / share;
      line.append(", ").append(duration(left)).append(" left");
    }
    return line.toString();
  }

  /** Share of the work that is done, from 0 to 1. */
  double share(RunProgress.Snapshot now) {
    double read = bytes == 0 ? ratio(now.filesRead(), files) : ratio(now.bytesRead(), bytes);
    double contexts = now.contexts() == 0 ? 1 : ratio(now.contextsDone(), now.contexts());
    return Math.min(1, READING * read + (1 - READING) * read * contexts);
  }

  static String duration(double seconds) {
    if (seconds < 90) {
      return Math.round(seconds) + " s";
    }
    if (seconds < 5400) {
      return Math.round(seconds / 60) + " min";
    }
    return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : Math.min(1, (double) part / whole);
  }
}
