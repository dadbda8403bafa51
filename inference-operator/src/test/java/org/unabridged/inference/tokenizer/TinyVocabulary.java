package org.unabridged.inference.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A vocabulary of 3,000 tokens and the added tokens of the family, with texts and what another
 * implementation makes of them.
 */
public final class TinyVocabulary {

  private static final JsonNode GOLDEN = read();

  private TinyVocabulary() {}

  private static JsonNode read() {
    try (InputStream in = TinyVocabulary.class.getResourceAsStream("golden.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All tokens by id: the byte alphabet in the order of its characters, merges, added ones. */
  public static List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    IntStream.range(0, 256)
        .mapToObj(ByteAlphabet::character)
        .sorted()
        .map(String::valueOf)
        .forEach(tokens::add);
    merges().forEach(merge -> tokens.add(merge.replace(" ", "")));
    GOLDEN.get("added").forEach(added -> tokens.add(added.get("content").textValue()));
    return tokens;
  }

  public static List<TokenKind> kinds() {
    List<TokenKind> kinds = new ArrayList<>();
    IntStream.range(0, 256 + merges().size()).forEach(i -> kinds.add(TokenKind.TEXT));
    GOLDEN
        .get("added")
        .forEach(
            added ->
                kinds.add(
                    added.get("special").booleanValue() ? TokenKind.CONTROL : TokenKind.MARKUP));
    return kinds;
  }

  public static List<String> merges() {
    return StreamSupport.stream(GOLDEN.get("merges").spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }

  public static ModelTokenizer tokenizer() {
    return new ModelTokenizer(tokens(), kinds(), merges());
  }

  static List<Golden> cases() {
    List<Golden> cases = new ArrayList<>();
    GOLDEN.get("cases").forEach(node -> cases.add(Golden.of(node)));
    return cases;
  }

  /**
   * A text that names of added tokens may stand in.
   *
   * @param pieces of the text in NFC, or empty where they are not known
   */
  record Golden(String text, List<Integer> ids, String decoded, List<String> pieces) {

    static Golden of(JsonNode node) {
      List<Integer> ids = new ArrayList<>();
      node.get("ids").forEach(id -> ids.add(id.intValue()));
      List<String> pieces = new ArrayList<>();
      node.path("pieces").forEach(piece -> pieces.add(piece.textValue()));
      return new Golden(node.get("text").textValue(), ids, node.get("decoded").textValue(), pieces);
    }

    int[] idArray() {
      return ids.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
