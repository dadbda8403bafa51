package org.unabridged.inference.normalization;

import java.util.regex.Pattern;

/** Defined terms that name a part to play, not somebody. */
final class PartyRoles {
  private static final String QUALIFIERS =
      "co-?|sub-?|sole |lead |general |limited |master |marketing ";
  private static final String ROLES =
      """
      administrator, advertiser, adviser, advisor, affiliate, agency, agent, artist, assignee,
      assignor, athlete, bank, borrower, broker, buyer, carrier, celebrity, charterer,
      city, client, college, company, consultant, contractor, contributor, corporation,
      custodian, customer, dealer, developer, disclosing party, discloser, distributor,
      employee, employer, endorser, executive, first party, franchisee, franchisor, fund,
      grantee, grantor, guarantor, host, hosting company, institution, investor, issuer,
      joint venturer, landlord, lender, lessee, lessor, licensee, licensor, manager,
      manufacturer, marketer, member, merchant, network, operator, optionee, optionor,
      outsourcer, owner, parent, participant, participating member, partner, party [ab],
      principal, producer, promoter, provider, publisher, purchaser, receiving party,
      recipient, remarketing agent, representative, representee, reseller, rights holder,
      second party, seller, service provider, servicer, shareholder, shipper, sponsor,
      stockholder, subcontractor, sublicensee, subsidiary, supplier, team, tenant,
      transferee, transferor, transporter, trust, trustee, undersigned, underwriter, university,
      us, vendor, venturer, we, you\
      """;

  /** Matches a role that stands for itself, with or without an article. */
  static final Pattern PATTERN =
      Pattern.compile(
          "(?i)(?:the |each |an? )?(?:(?:the )?part(?:y|ies)|(?:"
              + QUALIFIERS
              + ")?(?:"
              + String.join("|", ROLES.split(",\\s+"))
              + ")s?)");

  private PartyRoles() {}
}
