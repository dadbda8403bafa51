package org.unabridged.inference.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          Acme Corporation                                                                    | Acme Corporation | -
          Acme, Inc.                                                                          | Acme, Inc. | -
          Acme, Inc.,                                                                         | Acme, Inc. | -
          `Acme, Inc. ("Acme")`                                                               | Acme, Inc. | Acme
          `Acme, Inc. (the "Company")`                                                        | Acme, Inc. | Company
          `Acme, Inc. (“Licensor”)`                                                           | Acme, Inc. | Licensor
          `Acme, Inc., a Delaware corporation ("Seller")`                                     | Acme, Inc. | Seller
          `Acme GmbH, a company organized under the laws of Germany (hereinafter "Supplier")` | Acme GmbH | Supplier
          `and Borealis Systems, LLC, a limited liability company (the "Buyer")`              | Borealis Systems, LLC | Buyer
          between Acme Ltd.                                                                   | Acme Ltd. | -
          Acme Ltd., having its principal office at 1 Main Street                             | Acme Ltd. | -
          Acme Ltd., with offices at 1 Main Street                                            | Acme Ltd. | -
          Acme Ltd. located at 1 Main Street                                                  | Acme Ltd. | -
          Acme GmbH, Hauptstrasse 12, 50823 Köln                                              | Acme GmbH | -
          Acme Holdings (USA) Inc.                                                            | Acme Holdings (USA) Inc. | -
          Acme AB (publ)                                                                      | Acme AB | -
          Acme, Inc. and its subsidiaries                                                     | Acme, Inc. | -
          Acme, Inc. or its affiliates                                                        | Acme, Inc. | -
          Acme, Inc. (formerly known as Widget Co.)                                           | Acme, Inc. | -
          John Q. Public                                                                      | John Q. Public | -
          JANE DOE, an individual                                                             | JANE DOE | -
          The University of Somewhere                                                         | The University of Somewhere | -
          Acme)                                                                               | Acme | -
          Bank of Example, N.A.                                                               | Bank of Example, N.A. | -
          example.com, inc.                                                                   | example.com, inc. | -
          Example S.A.                                                                        | Example S.A. | -
          Ящик и партнёры ООО                                                                 | Ящик и партнёры ООО | -
          """)
  void readsNamesAndRoles(String text, String name, @Nullable String role) {
    assertThat(Party.parse(text)).isEqualTo(new Party(name, role));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          Company
          the Company
          "Licensor"
          (the "Distributor")
          `("we," "us")`
          `each a "Party" and collectively the "Parties"`
          Acme and Borealis are referred to individually as a "Party"
          Party A
          the Trust
          Parties
          Sub-Distributor
          Service Provider
          ___________
          [●]
          hereinafter
          formerly known as Acme Holdings, Inc.
          """)
  void givesNoNameToARole(String text) {
    assertThat(Party.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          `(the "Company")`                              | Company
          `"Licensor"`                                   | Licensor
          Distributor                                    | Distributor
          `("Acme")`                                     | Acme
          `(each a "Party", collectively the "Parties")` | -
          Acme, Inc.                                     | -
          """)
  void readsRolesAlone(String text, @Nullable String role) {
    assertThat(Party.roleOf(text)).isEqualTo(role);
  }

  @Test
  void dropsShortFormsOfNamesGivenInFull() {
    assertThat(
            distinct(
                "Cobalt",
                "Cobalt Systems, Inc.",
                "Federal Grain Board",
                "FGB",
                "Vet Tech",
                "Veteran Technology Group, LLC",
                "Heritage",
                "Old Heritage Foods, LLC"))
        .containsExactly(
            "Cobalt Systems, Inc.",
            "Federal Grain Board",
            "Veteran Technology Group, LLC",
            "Old Heritage Foods, LLC");
  }

  @Test
  void keepsCompaniesOfOneGroupApart() {
    assertThat(distinct("Zephyr Inc.", "Zephyr Ireland Ltd.", "ZEPHYR INC."))
        .containsExactly("Zephyr Inc.", "Zephyr Ireland Ltd.");
  }

  private static List<String> distinct(String... names) {
    return Party.distinctNames(Stream.of(names).map(name -> new Party(name, null)).toList());
  }
}
