package org.unabridged.inference.decoding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Tokens of every byte, and longer ones of the kinds that real vocabularies have. */
final class TestVocabulary {
  private static final String[] PIECES = {
    "{\"", "\":", "\",\"", "\"]", "\"}", "}]", "[{\"", "\":\"", "\\n", "\\\"", ",", "true", "null",
    "alse", " the", "中", "文", "é", "ab", "\"\"", "[]", "12", "-", "0", "999", "😀", "\\", "a\",\"b",
    "\n"
  };

  private TestVocabulary() {}

  static List<byte[]> make(long seed) {
    Random random = new Random(seed);
    List<byte[]> tokens = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      tokens.add(new byte[] {(byte) value});
    }
    for (int i = 0; i < 800; i++) {
      StringBuilder piece = new StringBuilder();
      for (int parts = 1 + random.nextInt(3); parts > 0; parts--) {
        piece.append(PIECES[random.nextInt(PIECES.length)]);
      }
      byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
      int from = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : 0;
      tokens.add(Arrays.copyOfRange(bytes, from, bytes.length));
    }
    tokens.add(new byte[0]);
    return tokens;
  }
}
