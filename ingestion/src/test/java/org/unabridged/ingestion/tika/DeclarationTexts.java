package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jsoup.Jsoup;

/** The Universal Declaration of Human Rights, one HTML file a language, in two halves. */
public final class DeclarationTexts {
  private DeclarationTexts() {}

  /** The paragraphs by the file's name. */
  public static Map<String, List<String>> read(Path folder) throws IOException {
    Map<String, List<String>> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().endsWith(".html"))
          .forEach(
              file ->
                  texts.put(file.getFileName().toString().replace(".html", ""), paragraphs(file)));
    }
    return texts;
  }

  public static List<String> firstHalf(List<String> paragraphs) {
    return paragraphs.subList(0, paragraphs.size() / 2);
  }

  public static List<String> secondHalf(List<String> paragraphs) {
    return paragraphs.subList(paragraphs.size() / 2, paragraphs.size());
  }

  private static List<String> paragraphs(Path file) {
    try {
      return Jsoup.parse(Files.readString(file)).select("h1,h2,h3,p,li").stream()
          .map(element -> Normalizer.normalize(element.text(), Normalizer.Form.NFC))
          .filter(text -> !text.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
