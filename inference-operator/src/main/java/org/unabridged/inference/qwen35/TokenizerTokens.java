package org.unabridged.inference.qwen35;

import java.util.List;
import java.util.stream.IntStream;
import org.unabridged.inference.prompting.ChatTokens;
import org.unabridged.inference.tokenizer.ModelTokenizer;
import org.unabridged.inference.tokenizer.TokenKind;

/** The tokens of a model by the tokenizer in its file. */
final class TokenizerTokens implements ChatTokens {
  private final ModelTokenizer tokenizer;
  private final List<byte[]> bytes;

  TokenizerTokens(ModelTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.bytes =
        IntStream.range(0, tokenizer.vocabularySize())
            .mapToObj(
                token ->
                    tokenizer.kind(token) == TokenKind.TEXT ? tokenizer.bytes(token) : new byte[0])
            .toList();
  }

  @Override
  public int[] encode(String text) {
    return tokenizer.encode(text);
  }

  @Override
  public long count(String text) {
    return tokenizer.count(text);
  }

  @Override
  public int control(String name) {
    return tokenizer.specialToken(name);
  }

  @Override
  public List<byte[]> bytes() {
    return bytes;
  }
}
