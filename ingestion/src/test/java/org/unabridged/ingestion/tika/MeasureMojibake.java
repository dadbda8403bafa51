package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How often damaged texts are recognised, and sound ones are not taken for damaged: the second half
 * of each declaration (the model was trained on the first), misread in several ways, whole and with
 * one paragraph damaged only; and laws in 26 languages as they are.
 *
 * <p>Arguments: the folder of the declarations (HTML), a folder of laws.
 */
final class MeasureMojibake {
  private static final int SHOWN = 40;

  /** A damage that changes fewer characters leaves nothing to recognise. */
  private static final int FEWEST_CHANGED = 10;

  private static final Map<String, List<String>> AS = new LinkedHashMap<>();

  static {
    AS.put(
        "UTF-8",
        List.of(
            "windows-1252",
            "ISO-8859-1",
            "windows-1250",
            "windows-1251",
            "windows-1253",
            "windows-1254",
            "IBM850",
            "IBM437",
            "IBM866",
            "KOI8-R",
            "x-MacRoman",
            "GBK",
            "windows-31j",
            "Big5",
            "x-windows-949"));
    AS.put("windows-1252", List.of("x-MacRoman", "IBM850", "IBM437", "windows-1251", "GBK"));
    AS.put("x-MacRoman", List.of("windows-1252"));
    AS.put("IBM850", List.of("windows-1252"));
    AS.put("windows-1250", List.of("windows-1252", "x-MacRoman"));
    AS.put("windows-1251", List.of("windows-1252", "KOI8-R", "IBM866", "x-MacRoman", "GBK"));
    AS.put("KOI8-R", List.of("windows-1252", "windows-1251"));
    AS.put("IBM866", List.of("windows-1252", "windows-1251"));
    AS.put("windows-1253", List.of("windows-1252"));
    AS.put("windows-1255", List.of("windows-1252"));
    AS.put("windows-1256", List.of("windows-1252"));
    AS.put("windows-874", List.of("windows-1252"));
    AS.put("GBK", List.of("windows-1252", "windows-1251", "windows-31j", "Big5"));
    AS.put("windows-31j", List.of("windows-1252", "GBK", "Big5"));
    AS.put("Big5", List.of("windows-1252", "GBK", "windows-31j"));
    AS.put("x-windows-949", List.of("windows-1252", "GBK"));
  }

  private MeasureMojibake() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, List<String>> texts = DeclarationTexts.read(Path.of(arguments[0]));
    texts.replaceAll((language, paragraphs) -> DeclarationTexts.secondHalf(paragraphs));
    measure("sound declarations", texts, text -> text);
    measure("sound laws", LawTexts.read(Path.of(arguments[1])), text -> text);
    damages().forEach((name, damage) -> measure(name, texts, damage));
  }

  private static Map<String, UnaryOperator<String>> damages() {
    Map<String, UnaryOperator<String>> damages = new LinkedHashMap<>();
    UnaryOperator<String> once = misread("UTF-8", "windows-1252");
    damages.put("one paragraph, UTF-8 as windows-1252", text -> oneParagraph(text, once));
    AS.forEach(
        (written, readings) -> {
          for (String read : readings) {
            damages.put(written + " as " + read, misread(written, read));
          }
        });
    for (String read :
        List.of("windows-1252", "windows-1251", "windows-1250", "IBM850", "x-MacRoman")) {
      UnaryOperator<String> damage = misread("UTF-8", read);
      damages.put("UTF-8 as " + read + ", twice", text -> damage.apply(damage.apply(text)));
    }
    return damages;
  }

  /** Empty where the charset cannot write the text. Control characters do not reach a text. */
  private static UnaryOperator<String> misread(String written, String read) {
    Charset charset = Charset.forName(written);
    return text ->
        charset.newEncoder().canEncode(text)
            ? new String(text.getBytes(charset), Charset.forName(read))
                .replaceAll("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]", "")
            : "";
  }

  /** Of the characters beyond ASCII, how many the damage left no place for. */
  private static long changed(String text, String damaged) {
    Map<Integer, Integer> left = new HashMap<>();
    damaged.chars().forEach(c -> left.merge(c, 1, Integer::sum));
    return text.chars().filter(c -> c >= 0x80 && left.merge(c, -1, Integer::sum) < 0).count();
  }

  private static String oneParagraph(String text, UnaryOperator<String> damage) {
    String[] paragraphs = text.split("\n");
    int longest = 0;
    for (int i = 1; i < paragraphs.length; i++) {
      longest = paragraphs[i].length() > paragraphs[longest].length() ? i : longest;
    }
    paragraphs[longest] = damage.apply(paragraphs[longest]);
    return String.join("\n", paragraphs);
  }

  @SuppressWarnings("SystemOut")
  private static void measure(
      String title, Map<String, List<String>> texts, UnaryOperator<String> damage) {
    PrintStream out = System.out;
    boolean sound = title.startsWith("sound");
    int all = 0;
    int found = 0;
    double shares = 0;
    List<String> wrong = new ArrayList<>();
    long started = System.nanoTime();
    for (Map.Entry<String, List<String>> entry : texts.entrySet()) {
      String text = String.join("\n", entry.getValue());
      String damaged = damage.apply(text);
      if (damaged.isEmpty() || !sound && changed(text, damaged) < FEWEST_CHANGED) {
        continue;
      }
      all++;
      double share = Mojibake.share(damaged);
      shares += share;
      found += share > 0 ? 1 : 0;
      if (share > 0 == sound) {
        wrong.add(entry.getKey() + String.format(Locale.ROOT, " %.4f", share));
      }
    }
    out.printf(
        Locale.ROOT,
        "%s: %d of %d recognised, mean share %.3f, %.1f ms a text; wrong: %s%n",
        title,
        found,
        all,
        shares / Math.max(1, all),
        (System.nanoTime() - started) / 1e6 / Math.max(1, all),
        wrong.subList(0, Math.min(SHOWN, wrong.size())));
  }
}
