package org.unabridged.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.unabridged.ingestion.InputFile;

/** What the model reads in one pass. */
public enum Grouping {
  /** Each document on its own. */
  DOCUMENT,
  /** All documents of a folder together, in the order of their addresses. */
  FOLDER;

  /**
   * Which files are done together.
   *
   * @param files in order of their addresses
   */
  List<List<InputFile>> units(List<InputFile> files) {
    return switch (this) {
      case DOCUMENT -> files.stream().map(List::of).toList();
      case FOLDER -> byFolder(files);
    };
  }

  /** The folder of an address, with the slash at its end. */
  static String folder(String uri) {
    return uri.substring(0, uri.lastIndexOf('/') + 1);
  }

  private static List<List<InputFile>> byFolder(List<InputFile> files) {
    Map<String, List<InputFile>> folders = new LinkedHashMap<>();
    for (InputFile file : files) {
      folders.computeIfAbsent(folder(file.uri()), unknown -> new ArrayList<>()).add(file);
    }
    return List.copyOf(folders.values());
  }

  /** How configuration spells it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
