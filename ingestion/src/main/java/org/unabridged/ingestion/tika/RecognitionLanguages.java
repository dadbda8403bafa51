package org.unabridged.ingestion.tika;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.language.LanguageModel;

/** Chooses among the languages and scripts that are installed with Tesseract. */
final class RecognitionLanguages {
  /** A word or two say nothing of their language. */
  private static final int FEWEST_LETTERS = 20;

  private static final String MOST_COMMON = "eng";

  private final List<TesseractData> installed;

  private RecognitionLanguages(List<TesseractData> installed) {
    this.installed = installed;
  }

  /**
   * Data of scripts comes before that of languages, but for the most common one.
   *
   * @param names Tesseract's
   */
  static RecognitionLanguages of(List<String> names) {
    return new RecognitionLanguages(
        names.stream()
            .flatMap(name -> TesseractData.of(name).stream())
            .sorted(
                Comparator.comparing((TesseractData data) -> !data.name().equals(MOST_COMMON))
                    .thenComparing(data -> data.language() != null)
                    .thenComparing(TesseractData::name))
            .toList());
  }

  /** The name of one of each script. */
  List<String> ofEachScript() {
    return firsts().map(TesseractData::name).toList();
  }

  /** The names of those to begin with where the text is in a script; empty when there are none. */
  List<String> of(Character.UnicodeScript script) {
    return firsts()
        .filter(data -> sharing(data.script()) == sharing(script))
        .map(TesseractData::name)
        .toList();
  }

  private Stream<TesseractData> firsts() {
    Map<Character.UnicodeScript, TesseractData> firsts = new LinkedHashMap<>();
    installed.forEach(data -> firsts.putIfAbsent(data.script(), data));
    return firsts.values().stream();
  }

  /** Tesseract takes Chinese for Japanese, and the other way round. */
  private static Character.UnicodeScript sharing(Character.UnicodeScript script) {
    return script == Character.UnicodeScript.HIRAGANA ? Character.UnicodeScript.HAN : script;
  }

  /**
   * What fits better to the language of a text than that in which it was read; null when nothing
   * does.
   */
  @Nullable String fitting(String text, String name) {
    String language =
        text.codePoints().filter(Character::isLetter).count() < FEWEST_LETTERS
            ? null
            : LanguageModel.bundled().bestFit(text);
    TesseractData read = data(name);
    if (language == null || read == null || language.equals(read.language())) {
      return null;
    }
    return installed.stream()
        .filter(data -> language.equals(data.language()))
        .findFirst()
        .or(() -> ofScriptOf(read))
        .filter(data -> !data.equals(read))
        .map(TesseractData::name)
        .orElse(null);
  }

  private Optional<TesseractData> ofScriptOf(TesseractData read) {
    return installed.stream()
        .filter(data -> data.language() == null && data.script() == read.script())
        .findFirst();
  }

  private @Nullable TesseractData data(String name) {
    return installed.stream().filter(data -> data.name().equals(name)).findFirst().orElse(null);
  }
}
