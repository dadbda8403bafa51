package org.unabridged.inference.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.unabridged.inference.tokenizer.ByteAlphabet;

/**
 * A vocabulary of true size that is made up: all bytes, then pairs of earlier tokens, which are its
 * merges, then the family's added tokens, then rows that stand for nothing.
 *
 * @param tokens in the order of their ids, bytes written in the byte alphabet
 * @param merges pairs of tokens, best first
 * @param types kind of each token, by its number in a GGUF file
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to the array
record SyntheticVocabulary(List<String> tokens, List<String> merges, int[] types) {

  /** Kinds of tokens in a GGUF file. */
  private static final int NORMAL = 1;

  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  /** The added tokens of the family, in order. */
  private static final List<String> ADDED =
      List.of(
          "<|endoftext|>",
          "<|im_start|>",
          "<|im_end|>",
          "<|object_ref_start|>",
          "<|object_ref_end|>",
          "<|box_start|>",
          "<|box_end|>",
          "<|quad_start|>",
          "<|quad_end|>",
          "<|vision_start|>",
          "<|vision_end|>",
          "<|vision_pad|>",
          "<|image_pad|>",
          "<|video_pad|>",
          "<tool_call>",
          "</tool_call>",
          "<|fim_prefix|>",
          "<|fim_middle|>",
          "<|fim_suffix|>",
          "<|fim_pad|>",
          "<|repo_name|>",
          "<|file_sep|>",
          "<tool_response>",
          "</tool_response>",
          "<think>",
          "</think>",
          "<|audio_start|>",
          "<|audio_end|>",
          "<tts_pad>",
          "<tts_text_bos>",
          "<tts_text_eod>",
          "<tts_text_bos_single>",
          "<|audio_pad|>");

  /** Rows of the embeddings that stand for nothing, in the family's models. */
  private static final int FAMILY_PADDING = 243;

  private static final int LONGEST = 12;

  /** The most common bytes of text, in the byte alphabet: they make up the first pairs. */
  private static final String COMMON =
      "\u0120etaoinsrhldcumfpgwybvkxjqzETAOINSRHLDCUMFPGWYBVKXJQZ0123456789.,;:-()\"'";

  /**
   * A vocabulary.
   *
   * @param size number of tokens, those that stand for nothing included
   */
  static SyntheticVocabulary of(int size) {
    int padding = size > 100_000 ? FAMILY_PADDING : 0;
    int pieces = size - padding - ADDED.size();
    List<String> tokens = new ArrayList<>(bytes());
    List<String> merges = new ArrayList<>();
    addPairs(tokens, merges, pieces);
    int added = tokens.size();
    tokens.addAll(ADDED);
    int[] types = new int[size];
    Arrays.fill(types, 0, added, NORMAL);
    for (int i = added; i < tokens.size(); i++) {
      types[i] = tokens.get(i).startsWith("<|") ? CONTROL : USER_DEFINED;
    }
    for (int i = tokens.size(); i < size; i++) {
      types[i] = UNUSED;
      tokens.add("[PAD" + i + "]");
    }
    return new SyntheticVocabulary(tokens, merges, types);
  }

  private static Set<String> bytes() {
    Set<String> bytes = new LinkedHashSet<>();
    COMMON.chars().forEach(character -> bytes.add(String.valueOf((char) character)));
    for (int value = 0; value < 256; value++) {
      bytes.add(String.valueOf(ByteAlphabet.character(value)));
    }
    return bytes;
  }

  /** Pairs of tokens, those of early ones first, until there are enough. */
  private static void addPairs(List<String> tokens, List<String> merges, int size) {
    Set<String> known = new HashSet<>(tokens);
    for (int later = 0; ; later++) {
      for (int earlier = 0; earlier <= later; earlier++) {
        for (int turn = 0; turn < 2; turn++) {
          if (tokens.size() >= size) {
            return;
          }
          String left = tokens.get(turn == 0 ? earlier : later);
          String right = tokens.get(turn == 0 ? later : earlier);
          if (left.length() + right.length() <= LONGEST && known.add(left + right)) {
            tokens.add(left + right);
            merges.add(left + " " + right);
          }
        }
      }
    }
  }

  int id(String token) {
    return tokens.indexOf(token);
  }
}
