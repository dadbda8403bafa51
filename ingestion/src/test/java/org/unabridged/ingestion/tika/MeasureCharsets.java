package org.unabridged.ingestion.tika;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tika.detect.DefaultEncodingDetector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * How many texts in legacy charsets are read back identical: the second half of each declaration
 * (the model was trained on the first) in each charset that can write it, whole and by snippets of
 * 200 bytes; beside Tika's own detectors. UTF-16 and UTF-32 without a mark are measured as well.
 *
 * <p>Argument: the folder of the declarations (HTML).
 */
final class MeasureCharsets {
  private static final int SNIPPET_BYTES = 200;

  private final String name;
  private final EncodingDetector detector;
  private final Map<String, int[]> byCharset = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private long nanoseconds;
  private long longest;
  private int all;

  private MeasureCharsets(String name, EncodingDetector detector) {
    this.name = name;
    this.detector = detector;
  }

  public static void main(String[] arguments) throws IOException {
    Map<String, List<String>> texts = DeclarationTexts.read(Path.of(arguments[0]));
    measure("whole", texts, Integer.MAX_VALUE);
    measure("snippets", texts, SNIPPET_BYTES);
  }

  private static void measure(String title, Map<String, List<String>> texts, int length)
      throws IOException {
    MeasureCharsets ours = new MeasureCharsets(title + ", ours", new PlausibleCharsetDetector());
    MeasureCharsets tika = new MeasureCharsets(title + ", Tika", new DefaultEncodingDetector());
    for (Map.Entry<String, List<String>> entry : texts.entrySet()) {
      String text = String.join("\n", DeclarationTexts.secondHalf(entry.getValue()));
      for (Charset charset : charsets()) {
        byte[] bytes = encoded(text, charset);
        if (bytes == null) {
          continue;
        }
        byte[] part = length >= bytes.length ? bytes : snippet(text, charset, length);
        ours.read(entry.getKey(), part, charset);
        tika.read(entry.getKey(), part, charset);
      }
    }
    ours.print();
    tika.print();
  }

  private static List<Charset> charsets() {
    List<Charset> charsets = new ArrayList<>(LegacyCharsets.odds().keySet());
    for (String wide : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      charsets.add(Charset.forName(wide));
    }
    return charsets;
  }

  private void read(String language, byte[] bytes, Charset truth) throws IOException {
    long start = System.nanoTime();
    Charset found = detector.detect(new ByteArrayInputStream(bytes), new Metadata());
    long taken = System.nanoTime() - start;
    nanoseconds += taken;
    longest = all < 1_000 ? 0 : Math.max(longest, taken);
    all++;
    int[] counts = byCharset.computeIfAbsent(truth.name(), charset -> new int[2]);
    counts[1]++;
    String text = new String(bytes, truth);
    // without a finding the text is read as UTF-8
    if (text.equals(new String(bytes, found == null ? Charset.forName("UTF-8") : found))) {
      counts[0]++;
    } else {
      wrong.add(language + ":" + truth + ">" + found);
    }
  }

  private void print() {
    int wide = sum(true, 1);
    System.out.printf(
        Locale.ROOT,
        "%s: %d of %d identical (%.2f %%), UTF-16 and -32 %d of %d; %.2f ms a text, longest after"
            + " the first 1,000: %.1f ms%n",
        name,
        sum(false, 0),
        all - wide,
        100.0 * sum(false, 0) / (all - wide),
        sum(true, 0),
        wide,
        nanoseconds / 1e6 / all,
        longest / 1e6);
    byCharset.forEach(
        (charset, counts) -> {
          if (counts[0] < counts[1]) {
            System.out.printf("  %s %d/%d", charset, counts[0], counts[1]);
          }
        });
    System.out.println();
    if (name.endsWith("ours")) {
      System.out.println(
          "  wrong: " + String.join(" ", wrong.subList(0, Math.min(400, wrong.size()))));
    }
  }

  private int sum(boolean wide, int count) {
    return byCharset.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("UTF") == wide)
        .mapToInt(entry -> entry.getValue()[count])
        .sum();
  }

  /** A text without any non-ASCII character is the same in every charset and tests nothing. */
  private static byte @Nullable [] encoded(String text, Charset charset) {
    try {
      if (!charset.canEncode() || text.chars().allMatch(c -> c < 128)) {
        return null;
      }
      ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
      byte[] array = Arrays.copyOf(bytes.array(), bytes.limit());
      return new String(array, charset).equals(text) ? array : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** From the first non-ASCII character, or a little before it. */
  private static byte[] snippet(String text, Charset charset, int length) {
    int first = 0;
    while (text.charAt(first) < 128) {
      first++;
    }
    int start = Math.max(0, first - length / 4);
    int end = start;
    int bytes = 0;
    while (end < text.length() && bytes < length) {
      bytes += text.substring(end, end + 1).getBytes(charset).length;
      end++;
    }
    return text.substring(start, end).getBytes(charset);
  }
}
