package org.unabridged.inference.remote.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonTextStreamTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void readsBackAsTheTextWhereverItIsCut() throws IOException {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      String text = text(random, random.nextInt(40));
      byte[] literal = literal(cut(text, random));
      assertThat(MAPPER.readValue(literal, String.class))
          .as("seed %d: %d", seed, round)
          .isEqualTo(text);
    }
  }

  @Test
  void agreesWithJacksonOnLongTexts() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    for (int length : new int[] {0, 1, 8190, 8191, 8192, 20_000}) {
      String text = text(random, length);
      assertThat(MAPPER.readValue(literal(cut(text, random)), String.class)).isEqualTo(text);
    }
  }

  @Test
  void replacesHalvesOfSurrogatePairs() throws IOException {
    String text = "a\ud83dz\ude00\ud83d";
    assertThat(MAPPER.readValue(literal(List.of(text)), String.class))
        .isEqualTo("a\ufffdz\ufffd\ufffd");
  }

  @Test
  void joinsAPairThatIsCutBetweenParts() throws IOException {
    assertThat(MAPPER.readValue(literal(List.of("a\ud83d", "", "\ude00b")), String.class))
        .isEqualTo("a😀b");
  }

  @Test
  void escapesControlsInAscii() {
    assertThat(
            new String(literal(List.of("\u0000\u001f\u007f\"\\\n\t\r/")), StandardCharsets.UTF_8))
        .isEqualTo("\"\\u0000\\u001f\\u007f\\\"\\\\\\n\\t\\r/\"");
  }

  private static byte[] literal(List<String> parts) {
    byte[] all = readAll(parts);
    assertThat(JsonTextStream.length(parts)).isEqualTo(all.length);
    assertThat(byteByByte(parts)).isEqualTo(all);
    return all;
  }

  private static byte[] readAll(List<String> parts) {
    try (JsonTextStream stream = new JsonTextStream(parts)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] byteByByte(List<String> parts) {
    JsonTextStream stream = new JsonTextStream(parts);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int value = stream.read(); value >= 0; value = stream.read()) {
      bytes.write(value);
    }
    return bytes.toByteArray();
  }

  /** Characters of all lengths in UTF-8, quotes, controls; whole surrogate pairs. */
  private static String text(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int codePoint =
          switch (random.nextInt(6)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> "\"\\/\u007f\u2028".charAt(random.nextInt(5));
            case 2 -> random.nextInt(0x80, 0x800);
            case 3 -> random.nextInt(0xe000, 0xffff);
            case 4 -> random.nextInt(0x10000, 0x110000);
            default -> random.nextInt(0x20, 0x7f);
          };
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }

  private static List<String> cut(String text, SplittableRandom random) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + random.nextInt(0, 9));
      parts.add(text.substring(start, end));
      start = end;
    }
    return parts;
  }
}
