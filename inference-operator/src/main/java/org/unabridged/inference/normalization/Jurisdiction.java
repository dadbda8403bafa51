package org.unabridged.inference.normalization;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.normalization.JurisdictionTable.Mention;

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

  /** Where the name of the law follows: "the laws of", "Recht der", "droit de". */
  private static final Pattern LAW_OF =
      Texts.anyOf(
          "\\b(?:laws?|law["
              + " -]rules|legislation|statutes|jurisprudence)\\b[^.;:]{0,30}?\\b(?:of|in|from)\\b",
          "\\b(?:recht(?:s|e)?|gesetze[ns]?)\\b[^.;:]{0,30}?\\b(?:der|des|von|in|van)\\b",
          "\\b(?:lois?|droit|leyes|ley|legislación|derecho)\\b[^.;:]{0,30}?\\b(?:de|du|d'|del)\\b",
          "\\b(?:legge|leggi|diritto|leis?|direito)\\b[^.;:]{0,30}?\\b(?:del|della|dello|di|da|do|de)\\b",
          "\\b(?:prawo|prawem|prawa|prawu)\\b",
          "\\b(?:wetten|recht) van\\b");

  /** What may stand between two jurisdictions of one list, or between the anchor and the first. */
  private static final Pattern LINK =
      Texts.anyOf(
          "[ ,(\\[]*(?:(?:the|and|or|of|in|both|other|sole|applicable|laws?|courts?|&"
              + "|states?|commonwealth|province|provincial|territory|republic|kingdom|country"
              + "|federal|u\\.s\\.|jurisdiction|nation|city|county|district"
              + "|la|le|l'|der|die|das|het|lo|il)[ ,.(\\[/]*)*");

  private static final Pattern LAW_AFTER =
      Texts.anyOf(
          "^(?:'s?)?\\)?"
              + " (?:(?:state|federal|substantive|internal|domestic|civil|contract|corporate) )*"
              + "(?:laws?|legislation|recht(?:s|e)?)\\b");

  /** A party's own origin is not the law it agrees on. */
  private static final Pattern ORIGIN_BEFORE =
      Texts.anyOf(
          "\\b(?:organi[sz]ed|incorporated|existing|formed|established|registered|constituted)"
              + "(?: and \\w+)?,? (?:under|in|by)\\b.{0,20}$");

  /** What comes after it limits the choice of law instead of making it. */
  private static final Pattern LIMIT =
      Texts.anyOf(
          "\\bwithout (?:giving|regard|reference|recourse)\\b",
          "\\b(?:excluding|exclusive of its|except|notwithstanding|irrespective|regardless)\\b",
          "\\b(?:other than|provided,? (?:that|however)|venue)\\b",
          "\\b(?:consents?|submits?|agrees? to submit) to\\b");

  private static final JurisdictionTable TABLE = JurisdictionTable.load();

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
}
