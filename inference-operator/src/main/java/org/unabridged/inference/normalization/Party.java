package org.unabridged.inference.normalization;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contracting party as the contract names it.
 *
 * @param name the name, without role, form of incorporation and address
 * @param role what the contract calls the party from there on, such as {@code Licensor}; null if
 *     the clause does not say
 */
public record Party(String name, @Nullable String role) {
  private static final Pattern ROLE = Pattern.compile("\"\\s*([^\"]{1,60}?)[,.]?\\s*\"");

  /** Where a name ends: at what the party is called, is, where it sits, or whom it includes. */
  private static final Pattern TAIL =
      Pattern.compile(
          "(?i)\\s*(?:"
              + String.join(
                  "|",
                  // A parenthesis within a name, as in "Bunker One (USA) Inc.", is part of it.
                  "(?-i:\\((?![A-Z][^()\"]{0,40}\\) [A-Z(]))",
                  "\\[",
                  "\"",
                  ",? (?:hereinafter|hereafter|herein|whose|having|located|duly|acting)\\b",
                  ",? (?:registered|residing|doing business|collectively|together with)\\b",
                  ",? (?:organi[sz]ed|incorporated (?:under|in)|on behalf of)\\b",
                  ",? with (?:its|an|offices?|a place|principal)\\b",
                  ",? its (?:principal|successors|affiliates)\\b",
                  ",? (?:and|or) (?:its|any of its) (?:\\w+ )?",
                  ", (?:an?|the|one of the) ",
                  ", (?:No\\.|\\d)",
                  ", [^,\"]{3,40} \\d{1,5}(?:,| |$)")
              + ").*$");

  private static final Pattern LEAD =
      Pattern.compile(
          "(?i)^(?:(?:and|by|between|among|with|to|from)\\b[, ]*)+|^(?-i:the) (?=[A-Z]\\w+ \\w*$)");
  private static final Pattern LETTER = Pattern.compile("\\p{L}");

  /** Words with which a clause talks about the parties instead of naming one. */
  private static final Pattern PROSE =
      Pattern.compile(
          "(?i)"
              + String.join(
                  "|",
                  "(?:in|each|and|who|if|we|you|your|all|both|any|its|as|either|between)\\b.*",
                  "(?:hereinafter|formerly|doing|also|a/k/a|collectively|individually)\\b.*",
                  "(?:the|and its|it|that|this)",
                  ".* (?-i:and|an?|each)",
                  ".*\\b(?:are|is|may|shall|means|refers?|referred|taken together)\\b.*",
                  ".*\\b(?:individually|collectively|hereby|specified)\\b.*",
                  ".*\\b(?:attached hereto|set forth)\\b.*"));

  /** A defined term on its own, such as {@code the "Company"}. */
  private static final Pattern DEFINED_TERM =
      Pattern.compile("^\\W{0,3}(?:(?i:the|an?|or|and|together|collectively),? )*\\(?\".*");

  private static final Pattern COLLECTIVE =
      Pattern.compile("(?i)\\b(?:part(?:y|ies)|collectively|each|together|both)\\b");
  private static final Pattern CORPORATE =
      Pattern.compile(
          "(?i)\\b(?:inc|incorporated|llc|ltd|limited|corp|corporation|company|plc"
              + "|l\\.?p|gmbh|ag|n\\.?v|b\\.?v|s\\.?a)\\b");

  /** Longer than any name; a clause that long is prose. */
  private static final int LONGEST_NAME = 160;

  /**
   * The party that a clause names.
   *
   * @return null if the clause holds only a role, such as {@code the "Company"}, or no name at all
   */
  public static @Nullable Party parse(String clause) {
    String text = Texts.collapse(clause, 1000);
    String cut = Texts.stripPunctuation(LEAD.matcher(text).replaceFirst(""));
    String name = unbracketed(TAIL.matcher(cut).replaceFirst(""));
    boolean unnamed =
        name.length() < 2
            || name.length() > LONGEST_NAME
            || !LETTER.matcher(name).find()
            || PartyRoles.PATTERN.matcher(name).matches()
            || PROSE.matcher(name).matches()
            || (DEFINED_TERM.matcher(text).matches() && !CORPORATE.matcher(name).find());
    return unnamed
        ? null
        : new Party(name, role(text.substring(text.indexOf(name) + name.length())));
  }

  /**
   * What a clause without a name calls a party.
   *
   * @return {@code Company} for {@code (the "Company")} or {@code Company}; null if it is no role
   */
  public static @Nullable String roleOf(String clause) {
    String text = Texts.collapse(clause, 1000);
    Matcher quoted = ROLE.matcher(text);
    String role = Texts.stripPunctuation(quoted.find() ? quoted.group(1) : text);
    boolean collective = COLLECTIVE.matcher(text).find();
    boolean isRole =
        PartyRoles.PATTERN.matcher(role).matches() || DEFINED_TERM.matcher(text).matches();
    return isRole && !collective ? role.replaceFirst("^(?:the|The) ", "") : null;
  }

  /**
   * The names of parties in the given order, without short forms of names that are given in full.
   */
  public static List<String> distinctNames(List<Party> parties) {
    List<PartyName> kept = new ArrayList<>();
    for (String text : new LinkedHashSet<>(parties.stream().map(Party::name).toList())) {
      PartyName name = PartyName.of(text);
      if (kept.stream().noneMatch(name::isShortFor)) {
        kept.removeIf(other -> other.isShortFor(name));
        kept.add(name);
      }
    }
    return kept.stream().map(PartyName::text).toList();
  }

  /** A bracket that closes what stands before the clause belongs to no name. */
  private static String unbracketed(String name) {
    String open = name.contains("(") ? name : name.replace(")", "");
    return Texts.stripPunctuation(open);
  }

  private static @Nullable String role(String afterName) {
    Matcher matcher = ROLE.matcher(afterName);
    return matcher.find() ? matcher.group(1) : null;
  }
}
