package org.unabridged.ingestion.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.tika.langdetect.opennlp.OpenNLPDetector;
import org.apache.tika.language.detect.LanguageDetector;
import org.apache.tika.language.detect.LanguageResult;
import org.jspecify.annotations.Nullable;

/** Detectors of Tika, to compare with. */
final class TikaLanguages {
  private static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("arb", "ar"),
          Map.entry("azj", "az"),
          Map.entry("cmn", "zh"),
          Map.entry("ekk", "et"),
          Map.entry("kmr", "ku"),
          Map.entry("lvs", "lv"),
          Map.entry("npi", "ne"),
          Map.entry("ory", "or"),
          Map.entry("pes", "fa"),
          Map.entry("plt", "mg"),
          Map.entry("swh", "sw"),
          Map.entry("uzn", "uz"),
          Map.entry("ydd", "yi"),
          Map.entry("zh-CN", "zh"),
          Map.entry("zho", "zh"),
          Map.entry("zsm", "ms"));

  private static final String OPTIMAIZE =
      "org.apache.tika.langdetect.optimaize.OptimaizeLangDetector";

  private final LanguageDetector detector;
  private final Map<String, String> codes = new HashMap<>();

  private TikaLanguages(LanguageDetector detector) {
    this.detector = detector;
    for (String language : Locale.getISOLanguages()) {
      Locale locale = Locale.forLanguageTag(language);
      codes.put(locale.getISO3Language(), locale.toLanguageTag());
    }
    codes.putAll(MEMBERS);
  }

  static TikaLanguages openNlp() {
    return new TikaLanguages(new OpenNLPDetector());
  }

  /** Null when it is not on the class path. */
  static @Nullable TikaLanguages optimaizeIfPresent() {
    try {
      Object detector = Class.forName(OPTIMAIZE).getConstructor().newInstance();
      return new TikaLanguages(((LanguageDetector) detector).loadModels());
    } catch (ReflectiveOperationException e) {
      System.out.println(
          "SKIPPED: Optimaize is not on the class path (org.apache.tika:tika-langdetect-optimaize)");
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean knows(String language) {
    return codes.entrySet().stream()
        .anyMatch(
            code ->
                code.getValue().equals(language)
                    && (detector.hasModel(code.getKey()) || detector.hasModel(code.getValue())));
  }

  /** The language without its script. */
  String detect(String text) {
    detector.reset();
    char[] characters = text.toCharArray();
    detector.addText(characters, 0, characters.length);
    List<LanguageResult> results = detector.detectAll();
    String code = results.isEmpty() ? "und" : results.get(0).getLanguage().split("-", 2)[0];
    return codes.getOrDefault(code, code);
  }
}
