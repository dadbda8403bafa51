package org.unabridged.inference.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.qwen35.Qwen35Model;
import org.unabridged.inference.qwen35.Qwen35Options;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.weights.WeightFile;

/**
 * Measures what ten questions about one document cost beside reading it once. Each continues from a
 * fork of the document; the same questions and answers read on in one sequence, without any fork,
 * are what they cost by themselves. Checks that the first and the last fork give the same logits
 * after the same question.
 */
public final class QuestionsBenchmark {
  private static final int QUESTIONS = 10;
  private static final int QUESTION_TOKENS = 200;
  private static final int ANSWER_TOKENS = 32;
  private static final long SEED = 1;

  private final Qwen35Model model;
  private final int[] question;
  private float[] first = new float[0];

  private QuestionsBenchmark(Qwen35Model model) {
    this.model = model;
    this.question = tokens(QUESTION_TOKENS);
  }

  /** Arguments: a model's file, and the document's length in tokens. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: QuestionsBenchmark FILE TOKENS");
    }
    int threads = Runtime.getRuntime().availableProcessors();
    try (Workers workers = new Workers(threads)) {
      WeightFile file = WeightFile.open(Path.of(arguments[0]));
      TensorKernels kernels = TensorKernels.best();
      Qwen35Model model = Qwen35Model.of(file, Qwen35Options.defaults(), kernels, workers);
      System.out.printf("%s, %d threads, seed %d%n", kernels.name(), threads, SEED);
      new QuestionsBenchmark(model).run(Integer.parseInt(arguments[1]));
    }
  }

  private void run(int length) {
    int[] document = tokens(length);
    try (Sequence warm = model.start()) {
      warm.append(tokens(512));
    }
    try (Sequence read = model.start()) {
      double prefill = seconds(() -> read.append(document));
      double asked = seconds(() -> askForks(read));
      double alone = seconds(() -> answerOn(read));
      System.out.printf(
          "reading %,d tokens %.2f s; %d questions from forks %.2f s, without forks %.2f s%n",
          length, prefill, QUESTIONS, asked, alone);
      System.out.printf(
          "all of it takes %.3f times (one reading + the questions)%n",
          (prefill + asked) / (prefill + alone));
    }
  }

  private void askForks(Sequence read) {
    for (int i = 0; i < QUESTIONS; i++) {
      try (Sequence fork = read.fork()) {
        fork.append(question);
        float[] logits = fork.logits().clone();
        if (i == 0) {
          first = logits;
        } else if (!Arrays.equals(first, logits)) {
          throw new IllegalStateException("fork " + i + " differs from the first");
        }
        answer(fork);
      }
    }
  }

  private void answerOn(Sequence sequence) {
    for (int i = 0; i < QUESTIONS; i++) {
      sequence.append(question);
      answer(sequence);
    }
  }

  private void answer(Sequence sequence) {
    for (int i = 0; i < ANSWER_TOKENS; i++) {
      sequence.append(new int[] {question[i]});
    }
  }

  private int[] tokens(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    return random.ints(count, 0, model.vocabularySize()).toArray();
  }

  private static double seconds(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e9;
  }
}
