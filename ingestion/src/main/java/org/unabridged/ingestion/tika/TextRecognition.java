package org.unabridged.ingestion.tika;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.language.LanguageModel;

/**
 * Recognises the pages of one document, in the languages that were configured or in those that it
 * finds: a page is read in the language of the last one if that gives words it is sure of. Else
 * Tesseract tells the script if it has data for that, or a language of each script is tried and the
 * one with the surest words taken; then the text itself says which of the script's languages it is,
 * and is read again in that one.
 */
final class TextRecognition {
  static final String LANGUAGES_PROPERTY = "unabridged.parser.recognitionLanguages";

  /** Stands for languages that are to be found. */
  static final String TO_BE_FOUND = "auto";

  /** In which languages pages were recognised. */
  static final String LANGUAGES = "unabridged:recognition_languages";

  /** Why a page's text could not be recognised. */
  static final String FAILURE = "unabridged:recognition_failure";

  /** Mean confidence of words: that of clean pages in their own language is above 90. */
  private static final double SURE = 80;

  /** Pictures give words too, but none that it is sure of. */
  private static final double LEAST_CONFIDENCE = 50;

  /** A word or two say nothing of their language. */
  private static final int FEWEST_LETTERS = 20;

  /** After that no other language is tried on a page. */
  private static final long MOST_NANOS_OF_TRIALS = TimeUnit.SECONDS.toNanos(30);

  private static final String MOST_COMMON = "eng";

  private final Tesseract tesseract;
  private final @Nullable String configured;
  private final List<TesseractData> installed;
  private final Map<String, List<Integer>> pagesByLanguages = new LinkedHashMap<>();
  private @Nullable String last;

  private TextRecognition(Tesseract tesseract, @Nullable String configured) {
    this.tesseract = tesseract;
    this.configured = configured;
    installed = configured == null ? installed() : List.of();
  }

  /** Null when recognition is off or Tesseract is not installed. */
  static @Nullable TextRecognition ofDocument() {
    String languages = System.getProperty(LANGUAGES_PROPERTY, "");
    Tesseract tesseract = languages.isEmpty() ? null : Tesseract.find();
    return tesseract == null
        ? null
        : new TextRecognition(tesseract, languages.equals(TO_BE_FOUND) ? null : languages);
  }

  /** Data of scripts before that of languages, but for the most common one. */
  private static List<TesseractData> installed() {
    return Tesseract.installedLanguages().stream()
        .flatMap(name -> TesseractData.of(name).stream())
        .sorted(
            Comparator.comparing((TesseractData data) -> !data.name().equals(MOST_COMMON))
                .thenComparing(data -> data.language() != null)
                .thenComparing(TesseractData::name))
        .toList();
  }

  /**
   * The words of a page; none when it is a picture or empty.
   *
   * @param page from 1
   */
  List<Tesseract.Word> words(BufferedImage image, int resolution, int page) throws IOException {
    Reading reading;
    try (PageImage file = PageImage.of(image, resolution)) {
      ForkProgress.step();
      reading = configured == null ? find(file) : read(file, configured);
    }
    if (reading.confidence() < LEAST_CONFIDENCE) {
      return List.of();
    }
    last = reading.languages();
    pagesByLanguages.computeIfAbsent(last, any -> new ArrayList<>()).add(page);
    return reading.words();
  }

  /** Notes the languages of the pages: {@code eng (pages 1-3, 5), rus (page 4)}. */
  void report(Metadata metadata) {
    if (!pagesByLanguages.isEmpty()) {
      metadata.set(
          LANGUAGES,
          pagesByLanguages.entrySet().stream()
              .map(entry -> entry.getKey() + " (" + PageNumbers.of(entry.getValue()) + ")")
              .collect(Collectors.joining(", ")));
    }
  }

  private Reading find(PageImage image) throws IOException {
    if (installed.isEmpty()) {
      throw new IOException("text recognition has no languages installed");
    }
    if (last != null) {
      Reading reading = read(image, last);
      if (reading.confidence() >= SURE || reading.words().isEmpty()) {
        return reading;
      }
    }
    long start = System.nanoTime();
    Reading reading = inScript(image, start);
    TesseractData own = System.nanoTime() - start > MOST_NANOS_OF_TRIALS ? null : own(reading);
    return own == null ? reading : reading.orSurer(read(image, own.name()));
  }

  /** In the first language of the script, or of that in which the words are surest. */
  private Reading inScript(PageImage image, long start) throws IOException {
    List<TesseractData> all = ofEachScript();
    Character.UnicodeScript script = all.size() == 1 ? null : tesseract.script(image);
    ForkProgress.step();
    List<TesseractData> trials = all.stream().filter(data -> isTold(data, script)).toList();
    Reading best = Reading.NONE;
    for (TesseractData data : trials.isEmpty() ? all : trials) {
      Reading reading = read(image, data.name());
      best = best.orSurer(reading);
      if (reading.words().isEmpty()
          || trials.isEmpty() && best.confidence() >= SURE
          || System.nanoTime() - start > MOST_NANOS_OF_TRIALS) {
        break;
      }
    }
    return best;
  }

  /** Tesseract takes Chinese for Japanese, and the other way round. */
  private static boolean isTold(TesseractData data, Character.@Nullable UnicodeScript script) {
    return script != null && sharing(data.script()) == sharing(script);
  }

  private static Character.UnicodeScript sharing(Character.UnicodeScript script) {
    return script == Character.UnicodeScript.HIRAGANA ? Character.UnicodeScript.HAN : script;
  }

  private List<TesseractData> ofEachScript() {
    Map<Character.UnicodeScript, TesseractData> first = new LinkedHashMap<>();
    installed.forEach(data -> first.putIfAbsent(data.script(), data));
    return List.copyOf(first.values());
  }

  /** What fits better to the language of the text; null when nothing does. */
  private @Nullable TesseractData own(Reading reading) {
    String text = reading.text();
    String language =
        text.codePoints().filter(Character::isLetter).count() < FEWEST_LETTERS
            ? null
            : LanguageModel.bundled().bestFit(text);
    TesseractData read = of(reading.languages());
    if (language == null || read == null || language.equals(read.language())) {
      return null;
    }
    return installed.stream()
        .filter(data -> language.equals(data.language()))
        .findFirst()
        .or(() -> ofScript(read))
        .filter(data -> !data.equals(read))
        .orElse(null);
  }

  private Optional<TesseractData> ofScript(TesseractData read) {
    return installed.stream()
        .filter(data -> data.language() == null && data.script() == read.script())
        .findFirst();
  }

  private @Nullable TesseractData of(String name) {
    return installed.stream().filter(data -> data.name().equals(name)).findFirst().orElse(null);
  }

  private Reading read(PageImage image, String languages) throws IOException {
    Reading reading = new Reading(languages, tesseract.words(image, languages));
    ForkProgress.step();
    return reading;
  }

  private record Reading(String languages, List<Tesseract.Word> words) {
    static final Reading NONE = new Reading("", List.of());

    double confidence() {
      return words.stream().mapToDouble(Tesseract.Word::confidence).average().orElse(0);
    }

    String text() {
      return words.stream().map(Tesseract.Word::text).collect(Collectors.joining(" "));
    }

    Reading orSurer(Reading other) {
      return other.confidence() > confidence() ? other : this;
    }
  }
}
