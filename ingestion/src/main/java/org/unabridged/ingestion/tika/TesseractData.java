package org.unabridged.ingestion.tika;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.language.LanguageModel;

/**
 * What an installed Tesseract was trained on: a language, or a script in all its languages.
 *
 * @param name Tesseract's
 * @param script hiragana stands for Japanese
 * @param language the tag that {@link LanguageModel} has for it; null for a script
 */
record TesseractData(String name, Character.UnicodeScript script, @Nullable String language) {
  /** Where Tesseract's names are not those of ISO 639, or the language has several scripts. */
  private static final Map<String, String> TAGS =
      Map.of(
          "aze", "az-Latn",
          "bos", "bs-Latn",
          "chi_sim", "zh",
          "chi_tra", "zh-Hant",
          "fil", "tl",
          "kmr", "ku",
          "nor", "nb",
          "srp", "sr-Cyrl",
          "uzb", "uz-Latn");

  /** Where Tesseract's names of scripts are not those of Unicode. */
  private static final Map<String, Character.UnicodeScript> SCRIPTS =
      Map.of(
          "Fraktur", Character.UnicodeScript.LATIN,
          "HanS", Character.UnicodeScript.HAN,
          "HanT", Character.UnicodeScript.HAN,
          "Japanese", Character.UnicodeScript.HIRAGANA,
          "Korean", Character.UnicodeScript.HANGUL);

  /** Not for reading, or for one of the languages of a script. */
  private static final Set<String> LEFT_OUT = Set.of("osd", "equ", "Fraktur", "Vietnamese");

  private static final String VERTICAL = "_vert";
  private static final int LETTERS_OF_A_SCRIPT = 4;

  /** Empty for what cannot be told from the name, or serves other purposes. */
  static Optional<TesseractData> of(String name) {
    String plain = name.substring(name.lastIndexOf('/') + 1);
    if (LEFT_OUT.contains(plain) || plain.endsWith(VERTICAL) || plain.isEmpty()) {
      return Optional.empty();
    }
    return Character.isUpperCase(plain.charAt(0))
        ? Optional.ofNullable(script(plain)).map(script -> new TesseractData(name, script, null))
        : ofLanguage(name, plain);
  }

  /** The script that Tesseract calls so; null when it is unknown. */
  static Character.@Nullable UnicodeScript script(String name) {
    Character.UnicodeScript known = SCRIPTS.get(name);
    if (known != null) {
      return known;
    }
    try {
      return Character.UnicodeScript.forName(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Optional<TesseractData> ofLanguage(String name, String plain) {
    LanguageModel model = LanguageModel.bundled();
    String tag = tag(plain);
    return IntStream.range(0, model.languages())
        .filter(i -> model.language(i).equals(tag) || model.language(i).startsWith(tag + "-"))
        .mapToObj(i -> new TesseractData(name, script(model, i), model.language(i)))
        .findFirst();
  }

  private static Character.UnicodeScript script(LanguageModel model, int language) {
    return model.language(language).equals("ja")
        ? Character.UnicodeScript.HIRAGANA
        : model.script(language);
  }

  private static String tag(String plain) {
    String known = TAGS.get(plain);
    if (known != null) {
      return known;
    }
    String[] parts = plain.split("_", 2);
    String language = Codes.SHORTEST.getOrDefault(parts[0], parts[0]);
    return parts.length == 2 && parts[1].length() == LETTERS_OF_A_SCRIPT
        ? language + "-" + parts[1].substring(0, 1).toUpperCase(Locale.ROOT) + parts[1].substring(1)
        : language;
  }

  /** Codes of two letters by those of three. */
  private static final class Codes {
    static final Map<String, String> SHORTEST = new HashMap<>();

    static {
      Arrays.stream(Locale.getISOLanguages())
          .map(Locale::forLanguageTag)
          .forEach(locale -> SHORTEST.put(locale.getISO3Language(), locale.toLanguageTag()));
    }
  }
}
