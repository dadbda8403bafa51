package org.unabridged.inference.qwen35;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.prompting.ChatTokens;

/** A token for each byte, and the marks of the chat template. */
final class ByteTokens implements ChatTokens {
  private static final List<String> MARKS =
      List.of("<|im_start|>", "<|im_end|>", "<think>", "</think>", "<|endoftext|>");

  static final int SIZE = 256 + MARKS.size();

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = bytes[i] & 0xff;
    }
    return tokens;
  }

  @Override
  public long count(String text) {
    return encode(text).length;
  }

  @Override
  public int control(String name) {
    int index = MARKS.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no special token " + name);
    }
    return 256 + index;
  }

  @Override
  public List<byte[]> bytes() {
    List<byte[]> bytes = new ArrayList<>();
    for (int value = 0; value < SIZE; value++) {
      bytes.add(value < 256 ? new byte[] {(byte) value} : new byte[0]);
    }
    return bytes;
  }
}
