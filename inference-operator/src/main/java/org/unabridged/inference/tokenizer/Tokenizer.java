package org.unabridged.inference.tokenizer;

import java.util.List;
import org.unabridged.inference.tokenizer.PieceCache.Entry;

/**
 * Text to tokens. Immutable but for a cache that never changes a result; thread-safe.
 *
 * <p>The text is encoded as it stands: it is expected to be in NFC, as the model's training text
 * was, and is not normalised here, so that offsets always refer to the characters given. Added
 * tokens are never recognised in it: text is data. A lone surrogate is encoded as U+FFFD.
 */
public final class Tokenizer {

  /** Characters of English prose per token, to size the first buffers; they grow. */
  private static final int TYPICAL_TOKEN = 4;

  private final Vocabulary vocabulary;
  private final PieceCache cache = new PieceCache();

  /**
   * Builds a tokenizer.
   *
   * @param tokens every token in the byte alphabet, by id
   * @param merges "left right", the most important first
   * @throws IllegalArgumentException if a byte has no token, or a merge speaks of tokens that do
   *     not exist
   */
  public Tokenizer(List<String> tokens, List<String> merges) {
    this.vocabulary = new Vocabulary(tokens, merges);
  }

  /** Number of tokens in the vocabulary. */
  public int vocabularySize() {
    return vocabulary.size();
  }

  /** Number of tokens of a text, in constant memory but for the text's longest piece. */
  public long count(String text) {
    long[] count = new long[1];
    walk(text, (id, start, end) -> count[0]++);
    return count[0];
  }

  /** The tokens of a text. */
  public TokenSequence encode(String text) {
    TokenSequence tokens = new TokenSequence(text.length() / TYPICAL_TOKEN + 16);
    walk(text, tokens::add);
    return tokens;
  }

  private void walk(String text, TokenSink sink) {
    char[] characters = text.toCharArray();
    PreTokenizer pieces = new PreTokenizer(characters, characters.length);
    PieceEncoder encoder = new PieceEncoder(vocabulary);
    for (int start = 0; start < characters.length; ) {
      int end = pieces.pieceEnd(start);
      encode(characters, start, end, encoder, sink);
      start = end;
    }
  }

  private void encode(char[] text, int start, int end, PieceEncoder encoder, TokenSink sink) {
    if (end - start > PieceCache.LONGEST_PIECE) {
      encoder.encode(text, start, end);
      encoder.emit(start, sink);
      return;
    }
    int hash = PieceCache.hash(text, start, end);
    Entry entry = cache.find(text, start, end, hash);
    if (entry == null) {
      encoder.encode(text, start, end);
      entry = encoder.entry(text, start, end, hash);
      cache.put(entry);
    }
    for (int i = 0; i < entry.ids.length; i++) {
      sink.accept(entry.ids[i], start + entry.starts[i], start + entry.ends[i]);
    }
  }

  /** Receives tokens one by one. */
  interface TokenSink {
    void accept(int id, int start, int end);
  }
}
