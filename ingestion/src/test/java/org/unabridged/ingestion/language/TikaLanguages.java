package org.unabridged.ingestion.language;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.tika.langdetect.opennlp.OpenNLPDetector;
import org.apache.tika.language.detect.LanguageResult;

/** Tika's detector (OpenNLP), to compare with. */
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
          Map.entry("zho", "zh"),
          Map.entry("zsm", "ms"));

  private final OpenNLPDetector detector = new OpenNLPDetector();
  private final Map<String, String> codes = new HashMap<>();

  TikaLanguages() {
    for (String language : Locale.getISOLanguages()) {
      Locale locale = Locale.forLanguageTag(language);
      codes.put(locale.getISO3Language(), locale.toLanguageTag());
    }
    codes.putAll(MEMBERS);
  }

  boolean knows(String language) {
    return codes.entrySet().stream()
        .anyMatch(code -> code.getValue().equals(language) && detector.hasModel(code.getKey()));
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
