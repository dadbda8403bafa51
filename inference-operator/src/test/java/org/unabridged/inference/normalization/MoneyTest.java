package org.unabridged.inference.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          US$ 1,500,000                                  | USD 1500000
          US$1,500,000.00                                | USD 1500000
          U.S.$ 250                                      | USD 250
          USD 1,000                                      | USD 1000
          1,000 USD                                      | USD 1000
          5,000 U.S. dollars                             | USD 5000
          $5,000 United States dollars                   | USD 5000
          five million dollars ($5,000,000)              | $ 5000000
          $5 million                                     | $ 5000000
          $2.5 million                                   | $ 2500000
          $1.25 billion                                  | $ 1250000000
          $10k                                           | $ 10000
          C$ 100                                         | CAD 100
          CAD 1,000.50                                   | CAD 1000.5
          € 1.500.000                                    | EUR 1500000
          €1.500.000,50                                  | EUR 1500000.5
          1.500,75 EUR                                   | EUR 1500.75
          EUR 99,5                                       | EUR 99.5
          100 euros                                      | EUR 100
          £10,000                                        | GBP 10000
          GBP 10,000                                     | GBP 10000
          ¥ 1,000,000                                    | JPY 1000000
          RMB 500,000                                    | CNY 500000
          CHF 1'000'000                                  | CHF 1000000
          one hundred thousand dollars                   | $ 100000
          two million euros                              | EUR 2000000
          not to exceed $1,000,000 in aggregate          | $ 1000000
          $0.05 per unit                                 | $ 0.05
          """)
  void readsAmounts(String text, @Nullable String value) {
    assertThat(Money.parse(Texts.collapse(text, 4000))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          $100 or $200         | -
          between $5 and $10   | -
          $[***]               | -
          $____                | -
          the fees             | -
          12 months            | -
          1,00,000             | -
          `` | -
          """)
  void decidesNothingWhereItWouldHaveToGuess(String text, @Nullable String value) {
    assertThat(Money.parse(Texts.collapse(text, 4000))).isEqualTo(value);
  }
}
