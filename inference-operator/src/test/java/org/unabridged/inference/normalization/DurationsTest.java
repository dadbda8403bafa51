package org.unabridged.inference.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          three (3) years                       | P3Y
          three years                           | P3Y
          3 years                               | P3Y
          3-year                                | P3Y
          a three-year term                     | P3Y
          two (2)-year                          | P2Y
          one (1) year                          | P1Y
          one-year                              | P1Y
          a year                                | P1Y
          another year                          | P1Y
          twelve (12) months                    | P12M
          twelve-month                          | P12M
          twelve (12) full calendar months      | P12M
          eighteen months                       | P18M
          thirty-six (36) months                | P36M
          thirty six (36) months                | P36M
          ninety (90) days                      | P90D
          ninety (90) calendar days             | P90D
          90 days                               | P90D
          one hundred eighty (180) days         | P180D
          one hundred and eighty days           | P180D
          one hundred twenty (120) days         | P120D
          three hundred sixty-five (365) days   | P365D
          six (6) weeks                         | P6W
          forty-eight (48) hours                | PT48H
          48 hours                              | PT48H
          twenty-five (25) years                | P25Y
          ninety-nine years                     | P99Y
          1 (one) year                          | P1Y
          5 [five] years                        | -
          2.5 years                             | P2Y6M
          1.5 years                             | P1Y6M
          0.5 years                             | P6M
          three years and six months            | P3Y6M
          two (2) years, six (6) months         | P2Y6M
          the third anniversary of the date     | P3Y
          the fifth (5th) anniversary hereof    | P5Y
          the 10th anniversary hereof           | P10Y
          year(s): five (5) year(s)             | P5Y
          a period of five successive years     | P5Y
          """)
  void readsLengthsOfTime(String text, @Nullable String value) {
    assertThat(Durations.parse(Texts.collapse(text, 4000), Durations.Role.TERM)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          drei Jahre              | P3Y
          zwölf Monate            | P12M
          30 Tage                 | P30D
          von zwei Jahren         | P2Y
          trois (3) ans           | P3Y
          une période de 5 années | P5Y
          six mois                | P6M
          tres años               | P3Y
          12 meses                | P12M
          due anni                | P2Y
          trenta (30) giorni      | P30D
          dois anos               | P2Y
          3 jaar                  | P3Y
          zes maanden             | P6M
          3 lata                  | P3Y
          12 miesięcy             | P12M
          pięć lat                | P5Y
          """)
  void readsOtherLanguages(String text, @Nullable String value) {
    assertThat(Durations.parse(Texts.collapse(text, 4000), Durations.Role.TERM)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          shall continue in perpetuity                                      | perpetual
          This license is perpetual.                                        | perpetual
          shall last forever                                                | perpetual
          for an indefinite period                                          | indefinite
          is entered into for an unlimited period of time                   | indefinite
          remains in effect until terminated by either party                | indefinite
          until terminated by either party on thirty (30) days prior notice | indefinite
          ten years and indefinitely after that                             | P10Y
          """)
  void knowsTermsWithoutEnd(String text, @Nullable String value) {
    assertThat(Durations.parse(Texts.collapse(text, 4000), Durations.Role.TERM)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          three (2) years                                    | -
          five to ten years                                  | -
          2-3 years                                          | -
          three (3) or five (5) years                        | -
          five (5) business days                             | -
          ten working days                                   | -
          [***] years                                        | -
          ____ (__) months                                   | -
          the third year                                     | -
          the fifteenth (15th) Contract Year                 | -
          $90 days                                           | -
          1,000 days                                         | -
          zero (0) days                                      | -
          the longer of two (2) years and three (3) years    | -
          `` | -
          """)
  void decidesNothingWhereItWouldHaveToGuess(String text, @Nullable String value) {
    assertThat(Durations.parse(Texts.collapse(text, 4000), Durations.Role.TERM)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          two (2) years, unless terminated on sixty (60) days notice                             | P2Y
          unless ended by thirty (30) days prior written notice, it lasts for four (4) years     | P4Y
          five (5) years and shall renew for additional two (2) year terms                       | P5Y
          an initial term of one (1) year, renewed for successive periods of six (6) months      | P1Y
          upon 60 days' prior written notice                                                     | -
          """)
  void tellsTheTermFromItsNoticeAndRenewal(String text, @Nullable String value) {
    assertThat(Durations.parse(Texts.collapse(text, 4000), Durations.Role.TERM)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          shall automatically renew for successive one (1) year periods unless notice is given sixty (60) days before | P1Y
          After the initial period of two years it is renewed for a period of one year                              | P1Y
          may be extended for up to three (3) additional periods of twelve (12) months                              | P12M
          two (2) successive terms equal to five (5) years each                                                     | P5Y
          one (1) additional three (3) year period                                                                  | P3Y
          unless thirty (30) days notice is given, an additional month                                              | P1M
          on a month-to-month basis                                                                                 | P1M
          will extend automatically for monthly periods                                                             | P1M
          shall renew annually                                                                                      | P1Y
          renewed automatically every year                                                                          | P1Y
          year-to-year                                                                                              | P1Y
          automatic annual renewals                                                                                 | P1Y
          two (2) years                                                                                             | P2Y
          A party wishing to renew shall give notice no less than thirty (30) days before the end of the term       | -
          renew for successive terms of the same duration                                                           | -
          """)
  void findsTheRenewal(String text, @Nullable String value) {
    assertThat(Durations.parse(Texts.collapse(text, 4000), Durations.Role.RENEWAL))
        .isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          thirty (30) days                                                                                    | P30D
          unless either party gives written notice at least ninety (90) days prior to the end of the term     | P90D
          upon six (6) months' prior written notice                                                           | P6M
          not less than 60 days before the expiration of the one (1) year term                                | P60D
          30 days written notice                                                                              | P30D
          renewed for one (1) year unless a party objects three (3) months in advance                         | P3M
          no later than one hundred eighty (180) calendar days prior to expiry                                | P180D
          at least sixty (60) days but no more than ninety (90) days before the end of the term               | P60D
          shall have an initial term of one (1) year and renew for two (2) years unless terminated earlier     | -
          [***] days prior written notice                                                                     | -
          """)
  void findsTheNotice(String text, @Nullable String value) {
    assertThat(Durations.parse(Texts.collapse(text, 4000), Durations.Role.NOTICE)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          Seller warrants the Products for a period of twelve (12) months from delivery              | P12M
          free from defects in material and workmanship for ninety (90) days                         | P90D
          a six-month limited warranty                                                               | P6M
          120 days                                                                                   | P120D
          Buyer shall inspect the goods and report any shortage to the Seller within ten (10) days   | -
          """)
  void findsTheWarranty(String text, @Nullable String value) {
    assertThat(Durations.parse(Texts.collapse(text, 4000), Durations.Role.WARRANTY))
        .isEqualTo(value);
  }
}
