package org.unabridged.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Phrases in named groups, read from a resource in which a line {@code # name} starts a group and
 * every other line is a phrase.
 */
final class Phrasebook {

  private final Map<String, List<String>> groups;

  private Phrasebook(Map<String, List<String>> groups) {
    this.groups = groups;
  }

  static Phrasebook load(String resource) {
    try (InputStream in = Phrasebook.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return parse(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Phrasebook parse(String text) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    List<String> group = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# ")) {
        group = new ArrayList<>();
        groups.put(line.substring(2), group);
      } else if (!line.isBlank()) {
        group.add(line);
      }
    }
    return new Phrasebook(groups);
  }

  /** The groups' names in the order of the resource. */
  List<String> names() {
    return List.copyOf(groups.keySet());
  }

  List<String> group(String name) {
    List<String> group = groups.get(name);
    if (group == null) {
      throw new IllegalArgumentException("no group '" + name + "', only " + groups.keySet());
    }
    return group;
  }
}
