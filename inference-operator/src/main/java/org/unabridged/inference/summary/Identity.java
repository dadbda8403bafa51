package org.unabridged.inference.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Clause;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Support;
import org.unabridged.inference.normalization.Party;

/** What the contract is, between whom, and of when. */
final class Identity {
  /** More names make a sentence nobody reads. */
  private static final int MOST_PARTIES = 4;

  private Identity() {}

  /** Null if none of it was found. */
  static @Nullable Sentence tell(Facts facts) {
    List<Support> support = new ArrayList<>();
    StringBuilder text = new StringBuilder("This is ");
    appendName(text, facts.find("document-name"), support);
    appendParties(text, facts.find("parties"), support);
    appendDate(text, facts.find("agreement-date"), support);
    return support.isEmpty() ? null : new Sentence(Wording.sentence(text.toString()), support);
  }

  private static void appendName(StringBuilder text, @Nullable Fact name, List<Support> support) {
    if (name == null || name.value() == null) {
      text.append("an agreement");
      return;
    }
    text.append(name.isSure() ? "the document titled \"" : "what appears to be titled \"");
    text.append(Wording.quote(Wording.title(name.value()))).append('"');
    support.add(Support.of(name.best()));
  }

  private static void appendParties(
      StringBuilder text, @Nullable Fact parties, List<Support> support) {
    if (parties == null) {
      return;
    }
    List<NamedParty> named = NamedParty.of(parties.clauses());
    if (named.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (NamedParty party : named.subList(0, Math.min(named.size(), MOST_PARTIES))) {
      names.add(party.describe());
      party.clauses().forEach(clause -> support.add(Support.of(clause)));
    }
    if (named.size() > MOST_PARTIES) {
      int others = named.size() - MOST_PARTIES;
      names.add(others + (others == 1 ? " other" : " others"));
    }
    text.append(names.size() == 1 ? " with " : " between ").append(Wording.list(names));
  }

  private static void appendDate(StringBuilder text, @Nullable Fact date, List<Support> support) {
    if (date != null && date.value() != null) {
      text.append(date.isSure() ? ", dated " : ", apparently dated ");
      text.append(Wording.date(date.value()));
      support.add(Support.of(date.best()));
    }
  }

  /**
   * A party and what the contract calls it.
   *
   * @param party name, and role if the clause itself gives it
   * @param clauses where the name, and then the role, stand
   */
  private record NamedParty(Party party, List<Clause> clauses) {

    /** A role that stands this close behind a name belongs to it. */
    private static final int NEAR = 250;

    static List<NamedParty> of(List<Clause> clauses) {
      List<NamedParty> named = new ArrayList<>();
      for (Clause clause : clauses) {
        Party party = Party.parse(clause.quote());
        if (party != null) {
          named.add(new NamedParty(party, List.of(clause)));
        } else if (!named.isEmpty()) {
          named.add(named.remove(named.size() - 1).joinedBy(clause));
        }
      }
      List<String> distinct = Party.distinctNames(named.stream().map(NamedParty::party).toList());
      List<NamedParty> kept = new ArrayList<>();
      for (String name : distinct) {
        named.stream().filter(p -> p.party.name().equals(name)).findFirst().ifPresent(kept::add);
      }
      return kept;
    }

    private NamedParty joinedBy(Clause clause) {
      String role = Party.roleOf(clause.quote());
      Clause name = clauses.get(0);
      boolean belongs = role != null && party.role() == null && clause.start() - name.end() < NEAR;
      return belongs ? new NamedParty(new Party(party.name(), role), List.of(name, clause)) : this;
    }

    String describe() {
      String role = party.role();
      boolean tells = role != null && !lower(party.name()).contains(lower(role));
      return tells ? party.name() + " (" + role + ")" : party.name();
    }

    private static String lower(String text) {
      return text.toLowerCase(Locale.ROOT);
    }
  }
}
