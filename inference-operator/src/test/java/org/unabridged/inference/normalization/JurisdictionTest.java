package org.unabridged.inference.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JurisdictionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          governed by the laws of the State of New York                                                           | New York
          GOVERNED BY THE LAWS OF THE STATE OF DELAWARE WITHOUT REGARD TO CONFLICTS                               | Delaware
          the laws of the state of israel                                                                         | -
          the laws of the state of Israel                                                                         | Israel
          governed by New York law                                                                                | New York
          the internal laws of the Commonwealth of Massachusetts                                                  | Massachusetts
          the laws of the State of California, U.S.A.                                                             | California
          the laws of the United States and the State of Florida                                                  | Florida
          the laws of the United States of America                                                                | United States
          the laws of Ontario, Canada                                                                             | Ontario
          the laws of the Province of Ontario and the federal laws of Canada applicable therein                   | Ontario
          the laws of Canada                                                                                      | Canada
          the laws of England                                                                                     | England and Wales
          the laws of England and Wales                                                                           | England and Wales
          the law of England & Wales                                                                              | England and Wales
          English law                                                                                             | England and Wales
          the laws of Scotland                                                                                    | Scotland
          Scots law                                                                                               | Scotland
          the laws of Northern Ireland                                                                            | Northern Ireland
          the laws of Ireland                                                                                     | Ireland
          the laws of the Republic of Ireland                                                                     | Ireland
          the laws of the Netherlands                                                                             | Netherlands
          Dutch law                                                                                               | Netherlands
          the laws of the Federal Republic of Germany                                                             | Germany
          German law, excluding the CISG                                                                          | Germany
          the substantive laws of Switzerland                                                                     | Switzerland
          the laws of the People's Republic of China                                                              | China
          PRC law                                                                                                 | China
          the laws of the Hong Kong Special Administrative Region of the People's Republic of China               | Hong Kong
          the laws of Hong Kong                                                                                   | Hong Kong
          the laws of Victoria, Australia                                                                         | Victoria
          the laws of the State of Georgia                                                                        | Georgia
          the laws of the Republic of Georgia                                                                     | Georgia (country)
          the laws of the State of Washington                                                                     | Washington
          the laws of the District of Columbia                                                                    | District of Columbia
          the laws of Washington, D.C.                                                                            | District of Columbia
          the laws of New Jersey                                                                                  | New Jersey
          the laws of Jersey                                                                                      | Jersey
          the laws of New Mexico                                                                                  | New Mexico
          the laws of Mexico                                                                                      | Mexico
          the laws of West Virginia                                                                               | West Virginia
          the laws of Papua New Guinea                                                                            | Papua New Guinea
          the laws of the Cayman Islands                                                                          | Cayman Islands
          the laws of the British Virgin Islands                                                                  | British Virgin Islands
          the laws of the Republic of Korea                                                                       | South Korea
          the laws of India                                                                                       | India
          the laws of Singapore                                                                                   | Singapore
          the laws of Japan                                                                                       | Japan
          the laws in the State of Ohio                                                                           | Ohio
          The Laws of the State of Nevada (without reference to choice of law) shall govern                       | Nevada
          Texas law governs; the parties submit to the courts of Oklahoma.                                        | Texas
          laws of the State of Texas. The parties submit to the jurisdiction of the courts of Delaware.           | Texas
          a corporation organized under the laws of Delaware; this Agreement is governed by the laws of Maine.    | Maine
          the laws of the State of Utah, except that the corporate law of Delaware applies to internal affairs    | Utah
          New York                                                                                                | New York
          """)
  void readsTheChosenLaw(String text, @Nullable String name) {
    Jurisdiction jurisdiction = Jurisdiction.parse(text);
    assertThat(jurisdiction == null ? null : jurisdiction.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          Es gilt das Recht der Bundesrepublik Deutschland.                 | Germany
          Es gilt deutsches Recht unter Ausschluss des UN-Kaufrechts.       | Germany
          Dieser Vertrag unterliegt deutschem Recht.                        | Germany
          Es gilt Schweizer Recht.                                          | Switzerland
          Es gilt österreichisches Recht.                                   | Austria
          soumis au droit français                                          | France
          régi par le droit suisse                                          | Switzerland
          régi par les lois de la France                                    | France
          se rige por las leyes de España                                   | Spain
          regolato dalla legge italiana                                     | Italy
          regido pelas leis de Portugal                                     | Portugal
          regido pelas leis do Brasil                                       | Brazil
          Op deze overeenkomst is Nederlands recht van toepassing.          | Netherlands
          podlega prawu polskiemu                                           | Poland
          prawo polskie                                                     | Poland
          """)
  void readsOtherLanguages(String text, @Nullable String name) {
    Jurisdiction jurisdiction = Jurisdiction.parse(text);
    assertThat(jurisdiction == null ? null : jurisdiction.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          the laws of the State of California and the laws of Hong Kong     | -
          the laws of New York or Delaware                                  | -
          the laws of [***]                                                 | -
          the laws of the state in which the premises are located           | -
          THE LAWS OF THE STATE IN WHICH IT IS ACCEPTED BY US               | -
          the law governing the Distributor Agreement                       | -
          all applicable laws                                               | -
          talking turkey in a jersey                                        | -
          `` | -
          """)
  void decidesNothingWhereItWouldHaveToGuess(String text, @Nullable String name) {
    Jurisdiction jurisdiction = Jurisdiction.parse(text);
    assertThat(jurisdiction == null ? null : jurisdiction.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          New York law                     | US-NY
          English law                      | GB-EAW
          the laws of Quebec               | CA-QC
          the laws of Germany              | DE
          the laws of New South Wales      | AU-NSW
          """)
  void knowsIsoCodes(String text, String code) {
    assertThat(Jurisdiction.parse(text)).extracting(Jurisdiction::code).isEqualTo(code);
  }

  @Test
  void nestedPlacesOverlap() {
    assertThat(Jurisdiction.overlap("Canada", "Ontario")).isTrue();
    assertThat(Jurisdiction.overlap("Ontario", "Canada")).isTrue();
    assertThat(Jurisdiction.overlap("Texas", "Texas")).isTrue();
    assertThat(Jurisdiction.overlap("Texas", "Ontario")).isFalse();
    assertThat(Jurisdiction.overlap("Virginia", "Texas")).isFalse();
  }
}
