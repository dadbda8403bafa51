package org.unabridged.inference.qwen35;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unabridged.inference.decoding.LanguageModel;
import org.unabridged.inference.decoding.Sequence;

/**
 * A model over {@link ByteTokens} that reads its prompt and names, for each item, the lines in
 * which the item's id stands as words. It knows nothing else.
 */
final class KeywordReader implements LanguageModel {
  private static final Pattern ITEM = Pattern.compile("(?m)^- ([a-z-]+): ");
  private static final Pattern LINE = Pattern.compile("(?m)^(\\d+)\\| (.*)$");

  @Override
  public int vocabularySize() {
    return ByteTokens.SIZE;
  }

  @Override
  public long window() {
    return 1_000_000;
  }

  @Override
  public Sequence start() {
    return new Read(new byte[0], 0, "");
  }

  private static String answer(String prompt) {
    StringBuilder json = new StringBuilder("{");
    Matcher items = ITEM.matcher(prompt);
    while (items.find()) {
      json.append(json.length() > 1 ? ",\"" : "\"").append(items.group(1)).append("\":[");
      json.append(places(prompt, items.group(1).replace('-', ' '))).append(']');
    }
    return json.length() > 1 ? json + "}" : "{\"sentences\":[" + sentence(prompt) + "]}";
  }

  private static String places(String prompt, String words) {
    StringBuilder places = new StringBuilder();
    Matcher lines = LINE.matcher(prompt);
    while (lines.find()) {
      if (lines.group(2).toLowerCase(Locale.ROOT).contains(words)) {
        places.append(places.isEmpty() ? "" : ",").append('{').append(place(lines)).append('}');
      }
    }
    return places.toString();
  }

  private static String place(Matcher line) {
    String[] words = line.group(2).split(" ");
    String first = words[0] + " " + words[1] + " " + words[2];
    String last = words[words.length - 2] + " " + words[words.length - 1];
    return "\"first_line\":%s,\"last_line\":%s,\"first_words\":\"%s\",\"last_words\":\"%s\""
        .formatted(line.group(1), line.group(1), first, last);
  }

  private static String sentence(String prompt) {
    Matcher lines = LINE.matcher(prompt);
    return lines.find()
        ? "{\"sentence\":\"It begins here.\","
            + place(lines)
            + "},"
            + "{\"sentence\":\"It is about whales.\",\"first_line\":1,\"last_line\":1,"
            + "\"first_words\":\"Call me Ishmael\",\"last_words\":\"some years ago\"}"
        : "";
  }

  private static final class Read implements Sequence {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long length;
    private String answer;

    Read(byte[] read, long length, String answer) {
      bytes.writeBytes(read);
      this.length = length;
      this.answer = answer;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void append(int[] tokens) {
      for (int token : tokens) {
        if (token < 256) {
          bytes.write(token);
        }
      }
      length += tokens.length;
    }

    @Override
    public float[] logits() {
      String text = bytes.toString(StandardCharsets.UTF_8);
      int start = text.lastIndexOf("assistant\n\n\n\n\n") + 14;
      if (answer.isEmpty()) {
        answer = answer(text.substring(0, start));
      }
      byte[] wanted = answer.getBytes(StandardCharsets.UTF_8);
      int written = text.substring(start).getBytes(StandardCharsets.UTF_8).length;
      float[] logits = new float[ByteTokens.SIZE];
      logits[wanted[Math.min(written, wanted.length - 1)] & 0xff] = 20;
      return logits;
    }

    @Override
    public Sequence fork() {
      return new Read(bytes.toByteArray(), length, "");
    }

    @Override
    public void close() {
      bytes.reset();
    }
  }
}
