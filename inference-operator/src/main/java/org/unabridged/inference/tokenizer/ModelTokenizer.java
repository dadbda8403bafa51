package org.unabridged.inference.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.weights.WeightFile;
import org.unabridged.inference.weights.WeightFormatException;

/**
 * Text to the tokens of a language model of the family and back. Immutable but for a cache that
 * never changes a result; thread-safe.
 *
 * <p>Text is data: {@link #encode} brings it into NFC and never yields an added token, whatever the
 * text spells. Added tokens come in by name, through {@link #specialToken}, or from text that is
 * trusted to mean them, through {@link #encodeTrusted}.
 */
public final class ModelTokenizer {

  private static final String MODEL_KEY = "tokenizer.ggml.model";
  private static final String SPLIT_KEY = "tokenizer.ggml.pre";
  private static final String TOKENS_KEY = "tokenizer.ggml.tokens";
  private static final String MERGES_KEY = "tokenizer.ggml.merges";
  private static final String TYPES_KEY = "tokenizer.ggml.token_type";
  private static final String MODEL = "gpt2"; // what GGUF files call byte-level pair encoding
  private static final String SPLIT = "qwen35";

  private final Tokenizer tokenizer;
  private final List<byte[]> bytes;
  private final List<TokenKind> kinds;
  private final Map<String, Integer> added;
  private final @Nullable Pattern addedPattern;

  /**
   * Builds a tokenizer.
   *
   * @param tokens by id: those of text in the byte alphabet, the others as they are
   * @param kinds by id
   * @param merges "left right", the most important first
   * @throws IllegalArgumentException if these do not fit together
   */
  public ModelTokenizer(List<String> tokens, List<TokenKind> kinds, List<String> merges) {
    if (tokens.size() != kinds.size()) {
      throw new IllegalArgumentException(kinds.size() + " kinds of " + tokens.size() + " tokens");
    }
    this.tokenizer = new Tokenizer(tokens, merges);
    this.kinds = List.copyOf(kinds);
    this.bytes =
        IntStream.range(0, tokens.size())
            .mapToObj(id -> bytes(id, tokens.get(id), kinds.get(id)))
            .collect(Collectors.toUnmodifiableList());
    this.added = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (kinds.get(id) == TokenKind.CONTROL || kinds.get(id) == TokenKind.MARKUP) {
        added.put(tokens.get(id), id);
      }
    }
    this.addedPattern = added.isEmpty() ? null : pattern(added);
  }

  private static byte[] bytes(int id, String token, TokenKind kind) {
    return switch (kind) {
      case CONTROL, MARKUP -> token.getBytes(StandardCharsets.UTF_8);
      case UNUSED -> new byte[0];
      case TEXT -> {
        byte[] bytes = ByteAlphabet.bytes(token);
        if (bytes == null) {
          throw new IllegalArgumentException("token " + id + " is no text: '" + token + "'");
        }
        yield bytes;
      }
    };
  }

  /** Any added token, the longest where several begin at one place. */
  private static Pattern pattern(Map<String, Integer> added) {
    return Pattern.compile(
        added.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|")));
  }

  /** Whether a file has a tokenizer of any kind; a file of weights alone may have none. */
  public static boolean isIn(WeightFile file) {
    return file.has(TOKENS_KEY);
  }

  /**
   * The tokenizer of a model, from its file.
   *
   * @throws WeightFormatException if there is none, or one that works in another way, or its parts
   *     do not fit together
   */
  public static ModelTokenizer read(WeightFile file) {
    require(file, MODEL_KEY, MODEL);
    require(file, SPLIT_KEY, SPLIT);
    List<String> tokens = file.strings(TOKENS_KEY);
    List<TokenKind> kinds = new ArrayList<>(tokens.size());
    for (long type : file.integers(TYPES_KEY)) {
      kinds.add(kind(file, type));
    }
    try {
      return new ModelTokenizer(tokens, kinds, file.strings(MERGES_KEY));
    } catch (IllegalArgumentException e) {
      throw new WeightFormatException(file.path() + ": " + e.getMessage());
    }
  }

  private static void require(WeightFile file, String key, String expected) {
    if (!file.string(key).equals(expected)) {
      throw new WeightFormatException(
          file.path() + ": " + key + " is " + file.string(key) + ", not " + expected);
    }
  }

  private static TokenKind kind(WeightFile file, long type) {
    return switch ((int) Math.max(0, Math.min(type, 99))) {
      case 1 -> TokenKind.TEXT;
      case 3 -> TokenKind.CONTROL;
      case 4 -> TokenKind.MARKUP;
      case 5 -> TokenKind.UNUSED;
      default -> throw new WeightFormatException(file.path() + ": token type " + type);
    };
  }

  /** Number of ids, those that stand for nothing included. */
  public int vocabularySize() {
    return kinds.size();
  }

  /** What a token stands for. */
  public TokenKind kind(int token) {
    return kinds.get(token);
  }

  /**
   * The bytes that a token stands for: of text some bytes of UTF-8, which may begin or end inside a
   * character; of an added token its name; of an unused one none.
   *
   * @return a copy
   */
  public byte[] bytes(int token) {
    return bytes.get(token).clone();
  }

  /** Bytes of a token, not to be written to. */
  byte[] sharedBytes(int token) {
    return bytes.get(token);
  }

  /**
   * An added token by its name, such as {@code <|im_end|>}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public int specialToken(String name) {
    Integer token = added.get(name);
    if (token == null) {
      throw new IllegalArgumentException("no special token " + name);
    }
    return token;
  }

  /** Tokens of a text, of kind {@link TokenKind#TEXT} only. */
  public int[] encode(String text) {
    return tokenizer.encode(NormalForm.compose(text)).ids();
  }

  /** Number of tokens of a text, in constant memory but for the text's longest piece. */
  public long count(String text) {
    return tokenizer.count(NormalForm.compose(text));
  }

  /**
   * Tokens of a text in which the names of added tokens mean these tokens. Never for text of a
   * document.
   */
  public int[] encodeTrusted(String text) {
    if (addedPattern == null) {
      return encode(text);
    }
    IntStream.Builder tokens = IntStream.builder();
    Matcher matcher = addedPattern.matcher(text);
    int from = 0;
    while (matcher.find()) {
      IntStream.of(encode(text.substring(from, matcher.start()))).forEach(tokens);
      tokens.add(specialToken(matcher.group()));
      from = matcher.end();
    }
    IntStream.of(encode(text.substring(from))).forEach(tokens);
    return tokens.build().toArray();
  }

  /** Text of tokens, with the names of added ones. Bytes that are no UTF-8 become U+FFFD. */
  public String decode(int... tokens) {
    TextDecoder decoder = new TextDecoder(this);
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.append(decoder.append(token));
    }
    return text.append(decoder.finish()).toString();
  }
}
