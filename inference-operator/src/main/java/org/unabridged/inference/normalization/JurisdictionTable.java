package org.unabridged.inference.normalization;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The jurisdictions known, and how texts name them. */
final class JurisdictionTable {

  /** A place in a text that names a jurisdiction. */
  record Mention(int start, int end, Jurisdiction jurisdiction) {}

  private final Map<String, Jurisdiction> byName = new HashMap<>();
  private final Map<String, Jurisdiction> byCanonicalName = new HashMap<>();
  private final Set<String> adjectives = new HashSet<>();
  private final Pattern names;

  private JurisdictionTable(List<String> lines) {
    for (String line : lines) {
      add(line.split("\t", -1));
    }
    List<String> longestFirst = new ArrayList<>(byName.keySet());
    longestFirst.sort(Comparator.comparingInt(String::length).reversed().thenComparing(n -> n));
    names =
        Pattern.compile(
            "(?<![\\p{L}\\d])(?:"
                + String.join("|", longestFirst.stream().map(Pattern::quote).toList())
                + ")(?![\\p{L}\\d])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private void add(String[] columns) {
    Jurisdiction jurisdiction = new Jurisdiction(columns[1], columns[0]);
    byCanonicalName.put(jurisdiction.name(), jurisdiction);
    if (!columns[2].equals("-")) {
      byName.put(columns[2].toLowerCase(Locale.ROOT), jurisdiction);
    }
    for (String alias : columns[3].split("\\|", -1)) {
      if (!alias.isEmpty()) {
        byName.put(alias.toLowerCase(Locale.ROOT), jurisdiction);
      }
    }
    for (String adjective : columns[4].split("\\|", -1)) {
      if (!adjective.isEmpty()) {
        byName.put(adjective.toLowerCase(Locale.ROOT), jurisdiction);
        adjectives.add(adjective.toLowerCase(Locale.ROOT));
      }
    }
  }

  @Nullable Jurisdiction named(String canonicalName) {
    return byCanonicalName.get(canonicalName);
  }

  List<Mention> mentions(String text) {
    List<Mention> mentions = new ArrayList<>();
    Matcher matcher = names.matcher(text);
    while (matcher.find()) {
      String name = matcher.group().toLowerCase(Locale.ROOT);
      Jurisdiction jurisdiction = byName.get(name);
      // "turkey" and "jersey" are no places; "deutsches Recht" is.
      boolean adjective = adjectives.contains(name);
      boolean written = adjective || !matcher.group().equals(name);
      boolean law =
          !adjective
              || LAW_WORD.matcher(text.substring(matcher.end())).find()
              || LAW_WORD_BEFORE.matcher(text.substring(0, matcher.start())).find();
      if (jurisdiction != null && written && law) {
        mentions.add(new Mention(matcher.start(), matcher.end(), jurisdiction));
      }
    }
    return mentions;
  }

  private static final Pattern LAW_WORD =
      Texts.anyOf(
          "^ (?:(?:substantive|civil|commercial|contract|state|federal|materielle[ns]?) )*"
              + "(?:laws?|legislation|courts?|recht(?:s|e)?)\\b");
  private static final Pattern LAW_WORD_BEFORE =
      Texts.anyOf(
          "\\b(?:droit|lois?|leyes|ley|legislación|derecho|legge|leggi|diritto|leis?|direito) $",
          "\\b(?:prawo|prawem|prawa|prawu) $");

  static JurisdictionTable load() {
    try (InputStream resource = Jurisdiction.class.getResourceAsStream("jurisdictions.tsv")) {
      if (resource == null) {
        throw new IllegalStateException("jurisdictions.tsv is missing from the class path");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
      return new JurisdictionTable(
          reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
