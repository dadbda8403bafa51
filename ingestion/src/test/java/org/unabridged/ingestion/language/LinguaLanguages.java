package org.unabridged.ingestion.language;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lingua's detector, to compare with, if its jar is on the class path: it is too large to be
 * fetched by everyone who builds this.
 */
final class LinguaLanguages {
  private final Object detector;
  private final Set<String> known = new HashSet<>();

  private LinguaLanguages() throws ReflectiveOperationException {
    Class<?> builders = Class.forName("com.github.pemistahl.lingua.api.LanguageDetectorBuilder");
    Object builder = builders.getMethod("fromAllLanguages").invoke(null);
    detector = builders.getMethod("build").invoke(builder);
    for (Object language :
        Class.forName("com.github.pemistahl.lingua.api.Language").getEnumConstants()) {
      known.add(code(language));
    }
  }

  /** Null when Lingua is not there. */
  static @Nullable LinguaLanguages ifPresent() {
    try {
      return new LinguaLanguages();
    } catch (ReflectiveOperationException e) {
      System.out.println("SKIPPED: Lingua is not on the class path (com.github.pemistahl:lingua)");
      return null;
    }
  }

  boolean knows(String language) {
    return known.contains(language);
  }

  /** The language without its script. */
  String detect(String text) {
    try {
      return code(
          detector.getClass().getMethod("detectLanguageOf", String.class).invoke(detector, text));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Lingua failed", e);
    }
  }

  private static String code(Object language) throws ReflectiveOperationException {
    Object code = language.getClass().getMethod("getIsoCode639_1").invoke(language);
    return code.toString().toLowerCase(Locale.ROOT);
  }
}
