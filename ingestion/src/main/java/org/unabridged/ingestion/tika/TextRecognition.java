package org.unabridged.ingestion.tika;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the pages of one document, in the languages that were configured or in those that it
 * finds: a page is read in the language of the last one if that gives words it is sure of. Else
 * Tesseract tells the script and how the page must be turned if it has data for that, or a language
 * of each script is tried and the one with the surest words taken; then the text itself says which
 * of the script's languages it is, and is read again in that one. A page that gives no sure words
 * is tried upside down as well.
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

  /** Of how a page stands: turned pages have more than 10, what is told of a line less than 1. */
  private static final double SURE_TO_STAND = 2;

  /** Tesseract reads lines that run downwards by itself, so that this is enough for all four. */
  private static final int UPSIDE_DOWN = 180;

  /** After that nothing else is tried on a page. */
  private static final long MOST_NANOS_OF_TRIALS = TimeUnit.SECONDS.toNanos(30);

  private final Tesseract tesseract;
  private final @Nullable String configured;
  private final RecognitionLanguages installed;
  private final Map<String, List<Integer>> pagesByLanguages = new LinkedHashMap<>();
  private @Nullable String last;

  private TextRecognition(
      Tesseract tesseract, @Nullable String configured, List<String> installed) {
    this.tesseract = tesseract;
    this.configured = configured;
    this.installed = RecognitionLanguages.of(installed);
    last = configured;
  }

  /** Null when recognition is off or Tesseract is not installed. */
  static @Nullable TextRecognition ofDocument() {
    String languages = languages();
    Tesseract tesseract = languages.isEmpty() ? null : Tesseract.find();
    if (tesseract == null) {
      return null;
    }
    return languages.equals(TO_BE_FOUND)
        ? finding(tesseract, Tesseract.installedLanguages())
        : new TextRecognition(tesseract, languages, List.of());
  }

  /**
   * Finds the languages of a document's pages among some.
   *
   * @param installed Tesseract's names of them
   */
  static TextRecognition finding(Tesseract tesseract, List<String> installed) {
    return new TextRecognition(tesseract, null, installed);
  }

  /** Whether recognition is on and Tesseract is installed. */
  static boolean isPossible() {
    return !languages().isEmpty() && Tesseract.isInstalled();
  }

  private static String languages() {
    return System.getProperty(LANGUAGES_PROPERTY, "");
  }

  /**
   * The words of a page; none when it is a picture or empty.
   *
   * @param page from 1
   */
  RecognisedPage recognise(BufferedImage image, int resolution, int page) throws IOException {
    Reading reading = reading(image, resolution);
    if (reading.confidence() < LEAST_CONFIDENCE) {
      return RecognisedPage.EMPTY;
    }
    last = reading.languages();
    pagesByLanguages.computeIfAbsent(last, any -> new ArrayList<>()).add(page);
    return reading.of(image);
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

  private Reading reading(BufferedImage image, int resolution) throws IOException {
    long start = System.nanoTime();
    try (Page page = new Page(image, 0, resolution)) {
      String first = first();
      Reading reading = first == null ? Reading.NONE : page.read(first);
      if (first != null && reading.words().isEmpty()) {
        return reading;
      }
      if (reading.confidence() >= SURE) {
        // One language may read another of its script surely, but for its letters.
        return last == null ? find(page, null, start) : reading;
      }
      Tesseract.Orientation told = tesseract.orientation(page.image);
      ForkProgress.step();
      return reading.orSurer(
          told == null || told.confidence() < SURE_TO_STAND
              ? eitherWay(page, image, told == null ? null : told.script(), start)
              : turned(page, image, told, start));
    }
  }

  /** As Tesseract says that the page stands, and as it is if that gives no sure words. */
  private Reading turned(Page page, BufferedImage image, Tesseract.Orientation told, long start)
      throws IOException {
    Reading reading = Reading.NONE;
    if (told.degrees() != 0) {
      try (Page turned = new Page(image, told.degrees(), page.image.resolution())) {
        reading = find(turned, told.script(), start);
      }
    }
    return reading.confidence() >= SURE || isLate(start)
        ? reading
        : reading.orSurer(find(page, told.script(), start));
  }

  /** As the page is, and upside down if that gives words, but no sure ones. */
  private Reading eitherWay(
      Page page, BufferedImage image, Character.@Nullable UnicodeScript script, long start)
      throws IOException {
    Reading reading = find(page, script, start);
    if (reading.confidence() >= SURE || reading.words().isEmpty() || isLate(start)) {
      return reading;
    }
    try (Page turned = new Page(image, UPSIDE_DOWN, page.image.resolution())) {
      return reading.orSurer(turned.read(reading.languages()));
    }
  }

  /** In what a page is read before anything is known of it; null for nothing. */
  private @Nullable String first() {
    if (last != null) {
      return last;
    }
    List<String> scripts = installed.ofEachScript();
    return scripts.size() == 1 ? scripts.get(0) : null;
  }

  private Reading find(Page page, Character.@Nullable UnicodeScript script, long start)
      throws IOException {
    if (configured != null) {
      return page.read(configured);
    }
    Reading reading = inScript(page, script, start);
    String own = isLate(start) ? null : installed.fitting(reading.text(), reading.languages());
    return own == null ? reading : reading.orSurer(page.read(own));
  }

  /** In the first language of the script, or of that in which the words are surest. */
  private Reading inScript(Page page, Character.@Nullable UnicodeScript script, long start)
      throws IOException {
    List<String> told = script == null ? List.of() : installed.of(script);
    List<String> all = installed.ofEachScript();
    if (all.isEmpty()) {
      throw new IOException("text recognition has no languages installed");
    }
    Reading best = Reading.NONE;
    for (String name : told.isEmpty() ? all : told) {
      Reading reading = page.read(name);
      best = best.orSurer(reading);
      if (reading.words().isEmpty()
          || told.isEmpty() && best.confidence() >= SURE
          || isLate(start)) {
        break;
      }
    }
    return best;
  }

  private static boolean isLate(long start) {
    return System.nanoTime() - start > MOST_NANOS_OF_TRIALS;
  }

  /** An image in one position, read once in each language. */
  private final class Page implements AutoCloseable {
    private final PageImage image;
    private final int degrees;
    private final Map<String, Reading> readings = new HashMap<>();

    Page(BufferedImage image, int degrees, int resolution) throws IOException {
      this.image = PageImage.of(ImageTurn.turned(image, degrees), resolution);
      this.degrees = degrees;
      ForkProgress.step();
    }

    Reading read(String languages) throws IOException {
      Reading known = readings.get(languages);
      if (known != null) {
        return known;
      }
      Reading reading = new Reading(languages, degrees, tesseract.words(image, languages));
      readings.put(languages, reading);
      ForkProgress.step();
      return reading;
    }

    @Override
    public void close() throws IOException {
      image.close();
    }
  }

  /**
   * What Tesseract read.
   *
   * @param degrees by how much the image was turned for that, clockwise
   */
  private record Reading(String languages, int degrees, List<Tesseract.Word> words) {
    static final Reading NONE = new Reading("", 0, List.of());

    double confidence() {
      return words.stream().mapToDouble(Tesseract.Word::confidence).average().orElse(0);
    }

    String text() {
      return words.stream().map(Tesseract.Word::text).collect(Collectors.joining(" "));
    }

    Reading orSurer(Reading other) {
      return other.confidence() > confidence() ? other : this;
    }

    RecognisedPage of(BufferedImage image) {
      boolean lying = degrees % UPSIDE_DOWN != 0;
      int width = lying ? image.getHeight() : image.getWidth();
      int height = lying ? image.getWidth() : image.getHeight();
      return new RecognisedPage(words, new PageFrame(width, height, Math.floorMod(-degrees, 360)));
    }
  }
}
