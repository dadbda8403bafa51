package org.unabridged.inference.remote.profile;

import java.nio.file.Path;

/** How the tokens of a prompt are counted before it is sent. */
public sealed interface TokenSource {

  /** By the server, where it can; else estimated. */
  record Server() implements TokenSource {}

  /**
   * By the tokenizer of a model file.
   *
   * @param path of a GGUF file, or a folder of a checkpoint, of the same vocabulary
   */
  record File(Path path) implements TokenSource {}

  /** From the characters: an upper bound. */
  record Estimate() implements TokenSource {}
}
