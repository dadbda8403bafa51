package org.unabridged.ingestion.tika;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;

/**
 * National laws: a folder a language, its files Markdown, HTML or JSON (of which the values of
 * {@code content} count). The same order on every machine.
 */
public final class LawTexts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LawTexts() {}

  /** The laws by the folder's name. */
  public static Map<String, List<String>> read(Path folder) throws IOException {
    Map<String, List<String>> laws = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Normalizer.normalize(text(file), Normalizer.Form.NFC);
        if (!text.isBlank()) {
          String language = folder.relativize(file).getName(0).toString();
          laws.computeIfAbsent(language, any -> new ArrayList<>()).add(text);
        }
      }
    }
    return laws;
  }

  private static String text(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".md")) {
      return withoutMarkup(Files.readString(file));
    }
    if (name.endsWith(".html")) {
      return Jsoup.parse(file).body().text();
    }
    return name.endsWith(".json")
        ? JSON.readTree(file.toFile()).findValues("content").stream()
            .map(JsonNode::asText)
            .collect(Collectors.joining("\n"))
        : "";
  }

  private static String withoutMarkup(String markdown) {
    int end = markdown.startsWith("---") ? markdown.indexOf("\n---", 3) : -1;
    return markdown
        .substring(end < 0 ? 0 : end + 4)
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\]\\([^)]*\\)", "]")
        .replaceAll("https?://\\S+", " ");
  }
}
