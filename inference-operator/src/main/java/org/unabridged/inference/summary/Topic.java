package org.unabridged.inference.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Sentence;
import org.unabridged.inference.Support;

/** Clause types that are told in one sentence: how it starts, and what to call each of them. */
enum Topic {
  RESTRICTIONS(
      "It %s the parties through ",
      "restricts",
      "may restrict",
      "non-compete",
      "a non-compete clause",
      "exclusivity",
      "an exclusivity commitment",
      "no-solicit-of-customers",
      "a ban on soliciting customers",
      "no-solicit-of-employees",
      "a ban on soliciting employees",
      "non-disparagement",
      "a non-disparagement clause",
      "covenant-not-to-sue",
      "a covenant not to sue",
      "competitive-restriction-exception",
      "exceptions to its competitive restrictions"),
  ENDING(
      "On ending and transfer, it %s for ",
      "provides",
      "may provide",
      "termination-for-convenience",
      "termination without cause",
      "anti-assignment",
      "limits on assigning the contract",
      "change-of-control",
      "consequences of a change of control",
      "rofr-rofo-rofn",
      "a right of first refusal, offer or negotiation",
      "post-termination-services",
      "obligations after the contract ends"),
  COMMERCE(
      "On commercial terms, it %s for ",
      "provides",
      "may provide",
      "minimum-commitment",
      "a minimum commitment",
      "revenue-profit-sharing",
      "sharing of revenue or profit",
      "price-restrictions",
      "restrictions on prices",
      "volume-restriction",
      "consequences of exceeding a volume",
      "most-favored-nation",
      "most-favored-nation terms"),
  RIGHTS(
      "On intellectual property, it %s for ",
      "provides",
      "may provide",
      "license-grant",
      "a license",
      "non-transferable-license",
      "limits on transferring the license",
      "irrevocable-or-perpetual-license",
      "an irrevocable or perpetual license",
      "unlimited-all-you-can-eat-license",
      "a license for unlimited use",
      "affiliate-license-licensor",
      "a license by the licensor's affiliates",
      "affiliate-license-licensee",
      "a license for the licensee's affiliates",
      "ip-ownership-assignment",
      "the transfer of ownership of intellectual property",
      "joint-ip-ownership",
      "joint ownership of intellectual property",
      "source-code-escrow",
      "an escrow of source code"),
  LIABILITY(
      "On liability, it %s for ",
      "provides",
      "may provide",
      "cap-on-liability",
      "a cap",
      "uncapped-liability",
      "liability without a cap in some cases",
      "liquidated-damages",
      "liquidated damages or a termination fee",
      "insurance",
      "a duty to keep insurance",
      "warranty-duration",
      "a warranty"),
  OVERSIGHT(
      "It also %s for ",
      "provides",
      "may provide",
      "audit-rights",
      "audit rights",
      "third-party-beneficiary",
      "rights of third-party beneficiaries");

  private final String lead;
  private final String certain;
  private final String uncertain;

  // Filled by the constructor and never changed, in the order of telling.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Map<String, String> names = new LinkedHashMap<>();

  Topic(String lead, String certain, String uncertain, String... names) {
    this.lead = lead;
    this.certain = certain;
    this.uncertain = uncertain;
    for (int i = 0; i < names.length; i += 2) {
      this.names.put(names[i], names[i + 1]);
    }
  }

  /** All clause types that some topic tells. */
  static Set<String> questionIds() {
    return Arrays.stream(values())
        .flatMap(topic -> topic.names.keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The sentence on what was found of this topic; null if nothing was. */
  @Nullable Sentence tell(Facts facts) {
    List<String> sure = new ArrayList<>();
    List<String> unsure = new ArrayList<>();
    List<Support> support = new ArrayList<>();
    names.forEach(
        (questionId, name) -> {
          Fact fact = facts.find(questionId);
          if (fact != null) {
            (fact.isSure() ? sure : unsure).add(name + detail(fact));
            support.addAll(fact.support());
          }
        });
    return sure.isEmpty() && unsure.isEmpty() ? null : new Sentence(text(sure, unsure), support);
  }

  private String text(List<String> sure, List<String> unsure) {
    if (sure.isEmpty()) {
      return lead.formatted(uncertain) + Wording.list(unsure) + ".";
    }
    Stream<String> possible = unsure.stream().map(name -> "possibly " + name);
    List<String> items = Stream.concat(sure.stream(), possible).toList();
    return lead.formatted(certain) + Wording.list(items) + ".";
  }

  private static String detail(Fact fact) {
    String value = fact.value();
    return value != null && value.startsWith("P") ? " of " + Wording.duration(value) : "";
  }
}
