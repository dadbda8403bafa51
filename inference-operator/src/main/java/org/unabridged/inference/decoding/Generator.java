package org.unabridged.inference.decoding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Writes after prompts. Immutable but for caches that never change a result; thread-safe.
 *
 * <p>With a schema, each token is chosen among those that continue a JSON text of it, and where the
 * limit comes near the text is completed by the shortest way, so that every answer parses, whatever
 * the model says.
 */
public final class Generator {
  private final LanguageModel model;
  private final List<byte[]> bytes;
  private final Set<Integer> stops;
  private final TokenTrie trie;
  private final TokenMasks masks;
  private final BitSet anyToken;

  /**
   * Prepares to write with a model.
   *
   * @param bytes what each token stands for, by id; empty for tokens that are no text
   * @param stops tokens that end an answer
   * @throws IllegalArgumentException if some byte is no token, or there are more tokens than the
   *     model knows
   */
  public Generator(LanguageModel model, List<byte[]> bytes, Set<Integer> stops) {
    if (bytes.size() > model.vocabularySize()) {
      throw new IllegalArgumentException(
          bytes.size() + " tokens for a model of " + model.vocabularySize());
    }
    this.model = model;
    this.bytes = List.copyOf(bytes);
    this.stops = Set.copyOf(stops);
    this.trie = new TokenTrie(bytes);
    this.masks = new TokenMasks(trie);
    this.anyToken = new BitSet(bytes.size());
    for (int id = 0; id < bytes.size(); id++) {
      anyToken.set(id, bytes.get(id).length > 0 || stops.contains(id));
    }
    for (int value = 0; value < 256; value++) {
      if (trie.longest(new byte[] {(byte) value}, 0) < 0) {
        throw new IllegalArgumentException("no token for byte " + value);
      }
    }
  }

  private Generator(LanguageModel model, Generator other) {
    this.model = model;
    this.bytes = other.bytes;
    this.stops = other.stops;
    this.trie = other.trie;
    this.masks = other.masks;
    this.anyToken = other.anyToken;
  }

  /** One that writes with another model of the same vocabulary, and shares what can be shared. */
  public Generator with(LanguageModel other) {
    return new Generator(other, this);
  }

  /**
   * Writes after the prompt that a sequence has read; the sequence has then read the answer too.
   */
  public Generation generate(Sequence sequence, GenerationRequest request) {
    return generateEach(List.of(sequence), List.of(request)).get(0);
  }

  /**
   * Writes after several prompts at once, for which the model may read its weights once.
   *
   * @param sequences of the model, all different, each having read its prompt
   * @param requests one for each
   * @return one for each
   */
  public List<Generation> generateEach(List<Sequence> sequences, List<GenerationRequest> requests) {
    if (sequences.size() != requests.size()) {
      throw new IllegalArgumentException(
          requests.size() + " requests for " + sequences.size() + " sequences");
    }
    List<Writing> writings = requests.stream().map(request -> new Writing(this, request)).toList();
    while (writings.stream().anyMatch(writing -> !writing.ended())) {
      step(sequences, writings);
    }
    return writings.stream().map(Writing::result).toList();
  }

  private void step(List<Sequence> sequences, List<Writing> writings) {
    List<Sequence> open = new ArrayList<>();
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < writings.size(); i++) {
      if (!writings.get(i).ended()) {
        int token = writings.get(i).next(sequences.get(i).logits());
        if (token >= 0) {
          open.add(sequences.get(i));
          tokens.add(token);
        }
      }
    }
    if (!open.isEmpty()) {
      model.appendEach(open, tokens.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  byte[] bytes(int token) {
    return bytes.get(token);
  }

  boolean isStop(int token) {
    return stops.contains(token);
  }

  BitSet anyToken() {
    return anyToken;
  }

  TokenMasks masks() {
    return masks;
  }

  /** The fewest tokens, roughly, that stand for some bytes. */
  List<Integer> tokensOf(byte[] text) {
    List<Integer> tokens = new ArrayList<>();
    for (int at = 0; at < text.length; ) {
      int token = trie.longest(text, at);
      tokens.add(token);
      at += bytes.get(token).length;
    }
    return tokens;
  }
}
