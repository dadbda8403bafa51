package org.unabridged.ingestion.tika;

import java.util.List;
import org.apache.tika.langdetect.opennlp.OpenNLPDetector;
import org.apache.tika.language.detect.LanguageResult;

/**
 * Tells the language of a sample of text. The model is loaded with this class, which takes a while.
 * Not safe for many threads: make one for each.
 */
public final class LanguageDetection {
  private final OpenNLPDetector detector = new OpenNLPDetector();

  /** The most probable language as ISO 639-3 code, with a script such as in {@code cmn-Hans}. */
  public String detect(String sample) {
    detector.reset();
    char[] characters = sample.toCharArray();
    detector.addText(characters, 0, characters.length);
    List<LanguageResult> results = detector.detectAll();
    return results.isEmpty() ? "und" : results.get(0).getLanguage();
  }
}
