package org.unabridged.inference.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.tokenizer.ModelTokenizer;
import org.unabridged.inference.weights.WeightFile;
import org.unabridged.inference.weights.WeightFormatException;

/**
 * Counts with the tokenizer of a model file, whose weights are not read, in the turns of the
 * family's chat template.
 */
final class FileCounter implements PromptCounter {
  private static final String TURN = "<|im_start|>";

  private final ModelTokenizer tokenizer;
  private final long around;
  private final long opening;

  private FileCounter(ModelTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    // A turn: its mark, the mark that ends it, a line end. The answer's: the marks of an empty
    // reasoning with a blank line after each.
    this.around = 1 + 1 + tokenizer.count("\n");
    this.opening = 1 + tokenizer.count("assistant\n") + 2 + 2 * tokenizer.count("\n\n");
    tokenizer.specialToken(TURN);
  }

  /**
   * Reads a tokenizer.
   *
   * @throws IllegalArgumentException if there is none that can be used; the message says why
   */
  static FileCounter open(Path path) {
    try {
      return new FileCounter(ModelTokenizer.read(WeightFile.open(path)));
    } catch (IOException | WeightFormatException e) {
      throw new IllegalArgumentException("no tokenizer in " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public CompletableFuture<Counted> count(ServerRequest request) {
    long tokens = opening;
    for (Message message : request.messages()) {
      tokens += around + turn(message);
    }
    return CompletableFuture.completedFuture(new Counted(tokens, TokenCount.EXACT));
  }

  private long turn(Message message) {
    List<String> parts = new ArrayList<>(message.parts());
    parts.add(0, message.role().word() + "\n");
    return tokenizer.count(String.join("", parts).stripTrailing());
  }
}
