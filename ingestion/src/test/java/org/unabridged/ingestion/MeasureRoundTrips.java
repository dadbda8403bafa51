package org.unabridged.ingestion;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether texts that another program wrote in several formats are read back identical. Of a PDF,
 * poppler's reading is compared in the same way: what it cannot read either, the file may have
 * lost.
 *
 * <p>Arguments: the folder that {@code write_declarations.py} filled, a file for one line on each
 * text that differs, and the formats.
 */
final class MeasureRoundTrips {
  private static final int SHOWN_CHARACTERS = 24;
  private static final int POPPLER_SECONDS = 60;
  private static final String PDF = "pdf";

  private final Path folder;
  private final DocumentParser parser;
  private final List<String> differences = new ArrayList<>();

  private MeasureRoundTrips(Path folder, DocumentParser parser) {
    this.folder = folder;
    this.parser = parser;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (DocumentParser parser = new DocumentParser(ParserConfiguration.defaults())) {
      MeasureRoundTrips measured = new MeasureRoundTrips(Path.of(arguments[0]), parser);
      for (String format : List.of(arguments).subList(2, arguments.length)) {
        measured.measure(format);
      }
      Files.write(
          Path.of(arguments[1]),
          String.join("\n", measured.differences).getBytes(StandardCharsets.UTF_8));
    }
  }

  @SuppressWarnings("SystemOut")
  private void measure(String format) throws IOException, InterruptedException {
    PrintStream out = System.out;
    Map<String, Integer> outcomes = new TreeMap<>();
    int texts = 0;
    for (Path text : texts()) {
      String code = text.getFileName().toString().replace(".txt", "");
      Path file = folder.resolve(format).resolve(code + "." + format);
      if (!Files.exists(file)) {
        outcomes.merge("not written", 1, Integer::sum);
        continue;
      }
      texts++;
      outcomes.merge(outcome(code, format, file, Files.readString(text)), 1, Integer::sum);
    }
    out.printf(Locale.ROOT, "%s: %d texts %s%n", format, texts, outcomes);
  }

  private List<Path> texts() throws IOException {
    try (Stream<Path> texts = Files.list(folder.resolve("texts"))) {
      return texts.sorted().toList();
    }
  }

  private String outcome(String code, String format, Path file, String written)
      throws IOException, InterruptedException {
    String read = ours(file);
    String difference = difference(written, read);
    if (difference == null) {
      return "identical";
    }
    String poppler = format.equals(PDF) ? byPoppler(file) : null;
    String theirs = poppler == null ? null : difference(written, poppler);
    String outcome =
        poppler == null
            ? "differs"
            : theirs == null ? "differs, poppler's does not" : "differs, poppler's too";
    differences.add(
        String.join("\t", format, code, outcome, difference, theirs == null ? "" : theirs));
    return outcome;
  }

  private String ours(Path file) throws IOException {
    ParseResult result = parser.parse(file).results().get(0);
    if (result instanceof Document document) {
      return document.text();
    }
    return result instanceof ParseFailure failure ? "FAILED " + failure.category() : "";
  }

  private static @Nullable String byPoppler(Path file) throws IOException, InterruptedException {
    Path text = Files.createTempFile("poppler", ".txt");
    try {
      Process process =
          new ProcessBuilder("pdftotext", "-nopgbrk", file.toString(), text.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(POPPLER_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0 ? Files.readString(text) : null;
    } finally {
      Files.delete(text);
    }
  }

  /**
   * Where two texts part; null when they are identical but for their white space. A line's end in
   * what was read may stand for a blank or, in writing without blanks, for nothing: a page does not
   * say which. Nor does it say whether a blank follows the hyphen at the end of a line.
   */
  static @Nullable String difference(String written, String read) {
    String expected = Normalizer.normalize(written, Normalizer.Form.NFC).strip();
    String actual = Normalizer.normalize(read, Normalizer.Form.NFC).strip();
    int at = 0;
    for (int i = 0; i < actual.length(); ) {
      int next = afterBlanks(actual, i);
      int expectedNext = afterBlanks(expected, at);
      if (expectedNext > at && next == i && i > 0 && isHyphen(actual.charAt(i - 1))) {
        at = expectedNext;
      } else if (next > i) {
        boolean lineEnd = actual.substring(i, next).indexOf('\n') >= 0;
        if (expectedNext == at && !lineEnd) {
          return shown(expected, at, actual, i);
        }
        i = next;
        at = expectedNext;
      } else if (at < expected.length() && expected.charAt(at) == actual.charAt(i)) {
        i++;
        at++;
      } else {
        return shown(expected, at, actual, i);
      }
    }
    return at == expected.length() ? null : shown(expected, at, actual, actual.length());
  }

  private static boolean isHyphen(char c) {
    return c == '-' || c == '\u2010';
  }

  private static int afterBlanks(String text, int from) {
    int end = from;
    while (end < text.length() && isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static String shown(String expected, int at, String actual, int i) {
    return excerpt(expected, at) + "\t" + excerpt(actual, i);
  }

  private static String excerpt(String text, int at) {
    int start = Math.max(0, at - SHOWN_CHARACTERS / 2);
    int end = Math.min(text.length(), at + SHOWN_CHARACTERS);
    StringBuilder excerpt = new StringBuilder();
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      excerpt.append(i == at ? "|" : "");
      if (c < ' ' || Character.getType(c) == Character.FORMAT || c >= '\ue000' && c <= '\uf8ff') {
        excerpt.append(String.format(Locale.ROOT, "<%04x>", (int) c));
      } else {
        excerpt.append(c);
      }
    }
    return excerpt.toString();
  }
}
