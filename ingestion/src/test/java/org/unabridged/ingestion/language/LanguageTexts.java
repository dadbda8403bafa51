package org.unabridged.ingestion.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unabridged.ingestion.tika.DeclarationTexts;
import org.unabridged.ingestion.tika.LawTexts;

/** Texts whose language is known, in halves: one to train on, the other to test on. */
final class LanguageTexts {
  private static final Pattern INDEXED =
      Pattern.compile("bcp47: '([^']*)',\\s*code: '([^']*)'", Pattern.DOTALL);

  /** Where the index or the folder's name says less than BCP 47 asks for, or more. */
  private static final Map<String, String> TAGS =
      Map.of("zlm-Latn", "ms", "zlm-Arab", "ms-Arab", "sr", "sr-Cyrl", "zh_hant", "zh-Hant");

  private static final int FEWEST_CHARACTERS_OF_A_LAW = 3_000;
  private static final int CHARACTERS_OF_ALL_LAWS = 100_000;

  private static final String LAW = "law";

  private LanguageTexts() {}

  /**
   * @param source which text it is a part of
   * @param language BCP 47 tag with language and script only
   */
  record Text(String source, String language, String text) {
    boolean isLaw() {
      return source.equals(LAW);
    }
  }

  static List<Text> training(String declarations, String laws) throws IOException {
    List<Text> texts = declarations(declarations, true);
    for (Map.Entry<String, List<String>> entry : LawTexts.read(Path.of(laws)).entrySet()) {
      List<String> first = half(entry.getValue(), true);
      int most = Math.max(FEWEST_CHARACTERS_OF_A_LAW, CHARACTERS_OF_ALL_LAWS / first.size());
      for (String law : first) {
        texts.add(
            new Text(LAW, tag(entry.getKey()), law.substring(0, Math.min(most, law.length()))));
      }
    }
    return texts;
  }

  /** The other halves of the declarations. */
  static List<Text> declarations(String folder) throws IOException {
    return declarations(folder, false);
  }

  /** The other halves of the laws. */
  static List<Text> laws(String folder) throws IOException {
    List<Text> texts = new ArrayList<>();
    LawTexts.read(Path.of(folder))
        .forEach(
            (language, laws) ->
                half(laws, false).forEach(law -> texts.add(new Text(LAW, tag(language), law))));
    return texts;
  }

  private static List<Text> declarations(String folder, boolean first) throws IOException {
    Map<String, String> tags = new HashMap<>();
    Matcher matcher = INDEXED.matcher(Files.readString(Path.of(folder, "index.js")));
    while (matcher.find()) {
      tags.put(matcher.group(2), tag(matcher.group(1)));
    }
    List<Text> texts = new ArrayList<>();
    DeclarationTexts.read(Path.of(folder, "declaration"))
        .forEach(
            (code, paragraphs) -> {
              String language = tags.getOrDefault(code, "und");
              List<String> half =
                  first
                      ? DeclarationTexts.firstHalf(paragraphs)
                      : DeclarationTexts.secondHalf(paragraphs);
              if (!language.equals("und")) {
                texts.add(new Text(code, language, String.join("\n", half)));
              }
            });
    return texts;
  }

  /** A single law is cut in the middle. */
  private static List<String> half(List<String> laws, boolean first) {
    int middle = laws.size() / 2;
    if (laws.size() == 1) {
      int cut = laws.get(0).length() / 2;
      return List.of(first ? laws.get(0).substring(0, cut) : laws.get(0).substring(cut));
    }
    return first ? laws.subList(0, middle) : laws.subList(middle, laws.size());
  }

  /** The shortest code of the language, and the script if any; no region and no variant. */
  private static String tag(String name) {
    String known = TAGS.getOrDefault(name, name);
    Locale locale = Locale.forLanguageTag(known);
    String language = locale.getLanguage().isEmpty() ? "und" : shortest(locale);
    return locale.getScript().isEmpty() ? language : language + "-" + locale.getScript();
  }

  private static String shortest(Locale locale) {
    for (String language : Locale.getISOLanguages()) {
      if (new Locale(language).getISO3Language().equals(locale.getLanguage())) {
        return Locale.forLanguageTag(language).toLanguageTag();
      }
    }
    return locale.toLanguageTag().split("-", 2)[0];
  }
}
