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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A legal system that can govern a contract: a state or province where it has its own law, else a
 * country.
 *
 * @param name canonical English name, such as {@code New York}, {@code England and Wales}, {@code
 *     Germany}; the country is {@code Georgia (country)}, the state {@code Georgia}
 * @param code ISO 3166-2 code such as {@code US-NY} or {@code GB-EAW}, or ISO 3166-1 code such as
 *     {@code DE}
 */
public record Jurisdiction(String name, String code) {

  private record Mention(int start, int end, Jurisdiction jurisdiction) {}

  /** Where the name of the law follows: "the laws of", "Recht der", "droit de". */
  private static final Pattern LAW_OF =
      Pattern.compile(
          "(?i)\\b(?:laws?|law["
              + " -]rules|legislation|statutes|jurisprudence|recht(?:s|e)?|gesetze[ns]?|lois?|droit|leyes|ley"
              + "|legislación|derecho|legge|leggi|leis?|direito|wetten|prawo|prawem|prawa)\\b[^.;:]{0,30}?"
              + "\\b(?:of|in|from|der|des|von|de|du|d'|del|della|dello|di|da|do|van)\\b");

  /** What may stand between two jurisdictions of one list, or between the anchor and the first. */
  private static final Pattern LINK =
      Pattern.compile(
          "(?i)["
              + " ,(\\[]*(?:(?:the|and|or|of|in|state|states|commonwealth|province|territory|republic|kingdom|country|federal|laws?|jurisdiction|nation|applicable|courts?|&|sole|city|county|district|provincial|u\\.s\\.|both|other)["
              + " ,.(\\[/]*)*");

  private static final Pattern LAW_AFTER =
      Pattern.compile(
          "(?i)^(?:'s?)?\\)? (?:state |federal |substantive |internal |domestic |civil |contract"
              + " |corporate )*(?:laws?|legislation)\\b");

  /** A party's own origin is not the law it agrees on. */
  private static final Pattern ORIGIN_BEFORE =
      Pattern.compile(
          "(?i)\\b(?:organi[sz]ed|incorporated|existing|formed|established|registered|constituted)(?:"
              + " and \\w+)?,? (?:under|in|by)\\b.{0,20}$");

  /** What comes after it limits the choice of law instead of making it. */
  private static final Pattern LIMIT =
      Pattern.compile(
          "(?i)\\b(?:without (?:giving|regard|reference|recourse)|excluding|exclusive of"
              + " its|except|notwithstanding|irrespective|regardless|other than|provided,?"
              + " (?:that|however)|(?:and|the parties|party) (?:hereby )?(?:irrevocably"
              + " )?(?:consents?|submits?|agrees? to submit)|venue)\\b");

  private static final Table TABLE = Table.load();

  /** The one jurisdiction whose law a clause chooses; null if none or several are named. */
  public static @Nullable Jurisdiction parse(String clause) {
    String text = Texts.collapse(clause, 4000);
    List<Mention> mentions = TABLE.mentions(text);
    Set<Jurisdiction> chosen = chosen(text, mentions);
    if (chosen.isEmpty()) {
      chosen = new LinkedHashSet<>();
      for (Mention mention : mentions) {
        if (!ORIGIN_BEFORE.matcher(text.substring(0, mention.start())).find()) {
          chosen.add(mention.jurisdiction());
        }
      }
    }
    return single(chosen);
  }

  /** Whether two canonical names are the same place or one lies within the other. */
  public static boolean overlap(String firstName, String secondName) {
    Jurisdiction first = TABLE.named(firstName);
    Jurisdiction second = TABLE.named(secondName);
    boolean nested =
        first != null && second != null && (first.isPartOf(second) || second.isPartOf(first));
    return nested || firstName.equals(secondName);
  }

  /** The list after the first "laws of", or the names right before "law". */
  private static Set<Jurisdiction> chosen(String text, List<Mention> mentions) {
    Matcher anchor = LAW_OF.matcher(text);
    while (anchor.find()) {
      boolean origin = ORIGIN_BEFORE.matcher(text.substring(0, anchor.start())).find();
      Set<Jurisdiction> list = origin ? Set.of() : listFrom(text, anchor.end(), mentions);
      if (!list.isEmpty()) {
        return list;
      }
    }
    Set<Jurisdiction> named = new LinkedHashSet<>();
    for (Mention mention : mentions) {
      if (LAW_AFTER.matcher(text.substring(mention.end())).find()) {
        named.add(mention.jurisdiction());
        break;
      }
    }
    return named;
  }

  private static Set<Jurisdiction> listFrom(String text, int from, List<Mention> mentions) {
    Set<Jurisdiction> list = new LinkedHashSet<>();
    int position = from;
    for (Mention mention : mentions) {
      if (mention.start() >= position) {
        String between = text.substring(position, mention.start());
        if (LIMIT.matcher(between).find() || !LINK.matcher(between).matches()) {
          break;
        }
        list.add(mention.jurisdiction());
        position = mention.end();
      }
    }
    return list;
  }

  /** A country named beside one of its own parts only says where that part is. */
  private static @Nullable Jurisdiction single(Set<Jurisdiction> chosen) {
    Set<Jurisdiction> left = new LinkedHashSet<>(chosen);
    left.removeIf(country -> chosen.stream().anyMatch(part -> part.isPartOf(country)));
    return left.size() == 1 ? left.iterator().next() : null;
  }

  private boolean isPartOf(Jurisdiction country) {
    boolean subdivision = code.startsWith(country.code + "-");
    boolean region = country.code.equals("CN") && (code.equals("HK") || code.equals("MO"));
    return subdivision || region;
  }

  /** The jurisdictions known, and how texts name them. */
  private static final class Table {
    private final Map<String, Jurisdiction> byName = new HashMap<>();
    private final Map<String, Jurisdiction> byCanonicalName = new HashMap<>();
    private final Set<String> adjectives = new LinkedHashSet<>();
    private final Pattern names;

    private Table(List<String> lines) {
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
      for (String alias : columns[3].split("\\|")) {
        if (!alias.isEmpty()) {
          byName.put(alias.toLowerCase(Locale.ROOT), jurisdiction);
        }
      }
      for (String adjective : columns[4].split("\\|")) {
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
        Pattern.compile(
            "(?i)^ (?:(?:substantive|civil|commercial|contract|state|federal|materielle[ns]?) )*"
                + "(?:laws?|legislation|courts?|recht(?:s|e)?)\\b");
    private static final Pattern LAW_WORD_BEFORE =
        Pattern.compile(
            "(?i)\\b(?:droit|lois?|leyes|ley|legislación|derecho|legge|leggi|leis?|direito|prawo|prawem|prawa|prawu)"
                + " $");

    static Table load() {
      try (InputStream resource = Jurisdiction.class.getResourceAsStream("jurisdictions.tsv")) {
        if (resource == null) {
          throw new IllegalStateException("jurisdictions.tsv is missing from the class path");
        }
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
        return new Table(
            reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
