package org.unabridged.inference.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          March 1, 2019                                | 2019-03-01
          March 1 2019                                 | 2019-03-01
          March 1st, 2019                              | 2019-03-01
          March 01, 2019                               | 2019-03-01
          MARCH 1, 2019                                | 2019-03-01
          march 1, 2019                                | 2019-03-01
          March  1,2019                                | 2019-03-01
          March 1 , 2019                               | 2019-03-01
          March 1; 2019                                | 2019-03-01
          Mar. 1, 2019                                 | 2019-03-01
          Mar 1, 2019                                  | 2019-03-01
          Sept. 30, 2004                               | 2004-09-30
          Sep 30, 2004                                 | 2004-09-30
          Dec. 31, 1999                                | 1999-12-31
          1 March 2019                                 | 2019-03-01
          1 March, 2019                                | 2019-03-01
          01 March 2019                                | 2019-03-01
          1st March 2019                               | 2019-03-01
          1st of March 2019                            | 2019-03-01
          the 1st of March, 2019                       | 2019-03-01
          1st day of March, 2019                       | 2019-03-01
          1st day of March 2019                        | 2019-03-01
          1 st day of March, 2019                      | 2019-03-01
          19t h day of April, 2021                     | 2021-04-19
          3r d day of July 2009                        | 2009-07-03
          22nd day of October 2004                     | 2004-10-22
          24th day of  October, 2017                   | 2017-10-24
          30th day of April. 2002                      | 2002-04-30
          27 day of February, 2008                     | 2008-02-27
          this 15th day of June, 2015                  | 2015-06-15
          as of the 8th day of the month of May, 2011  | 2011-05-08
          5th day of July in the year 2003             | 2003-07-05
          5th day of July of the year 2003             | 2003-07-05
          10-Mar-2019                                  | 2019-03-10
          10 Mar 2019                                  | 2019-03-10
          19 Jan. 1998                                 | 1998-01-19
          10-Mar-98                                    | 1998-03-10
          effective as of April 30, 2012 (the "Date")  | 2012-04-30
          May 1, 2020                                  | 2020-05-01
          February 29, 2020                            | 2020-02-29
          1st day of -- November, 2003                 | 2003-11-01
          `"Start Date" means August 16, 2006.`        | 2006-08-16
          12:01 a.m. on April 4, 2004                  | 2004-04-04
          """)
  void readsEnglishDates(String text, @Nullable String value) {
    assertThat(Dates.parse(Texts.collapse(text, 4000), Dates.Role.ANY)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          first day of March, 2019                                  | 2019-03-01
          the thirty-first day of December, 2020                    | 2020-12-31
          twenty second day of June 2010                            | 2010-06-22
          the fifteenth of May, 1998                                | 1998-05-15
          March first, 2019                                         | 2019-03-01
          first day of March, two thousand nineteen                 | 2019-03-01
          1st day of March, two thousand and nineteen               | 2019-03-01
          fourth day of July, nineteen hundred ninety-nine          | 1999-07-04
          """)
  void readsDatesInWords(String text, @Nullable String value) {
    assertThat(Dates.parse(Texts.collapse(text, 4000), Dates.Role.ANY)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          2019-03-01      | 2019-03-01
          2019/03/01      | 2019-03-01
          2019-3-1        | 2019-03-01
          3/15/2019       | 2019-03-15
          15/3/2019       | 2019-03-15
          03/15/19        | 2019-03-15
          12-23-2019      | 2019-12-23
          23-12-2019      | 2019-12-23
          7/7/98          | 1998-07-07
          9/29/04         | 2004-09-29
          1/14/02         | 2002-01-14
          18/9/2008       | 2008-09-18
          01.03.2019      | 2019-03-01
          1.3.2019        | 2019-03-01
          15.3.19         | 2019-03-15
          3.15.2019       | 2019-03-15
          12/31/49        | 2049-12-31
          12/31/50        | 1950-12-31
          2019年3月1日     | 2019-03-01
          2019 年 12 月 31 日 | 2019-12-31
          """)
  void readsNumericDatesThatCannotBeConfused(String text, @Nullable String value) {
    assertThat(Dates.parse(Texts.collapse(text, 4000), Dates.Role.ANY)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          1. März 2019            | 2019-03-01
          den 15. Januar 2020     | 2020-01-15
          31. Dezember 2021       | 2021-12-31
          1er mars 2019           | 2019-03-01
          le 14 juillet 2018      | 2018-07-14
          15 août 2017            | 2017-08-15
          3 décembre 2016         | 2016-12-03
          1 de marzo de 2019      | 2019-03-01
          15 de septiembre de 2020 | 2020-09-15
          1° gennaio 2019         | 2019-01-01
          15 maggio 2020          | 2020-05-15
          1º de março de 2019     | 2019-03-01
          20 de dezembro de 2018  | 2018-12-20
          1 maart 2019            | 2019-03-01
          15 augustus 2020        | 2020-08-15
          1 marca 2019            | 2019-03-01
          30 września 2020        | 2020-09-30
          11 listopada 2018       | 2018-11-11
          MÄRZ 2019               | 2019-03
          """)
  void readsDatesOfOtherLanguages(String text, @Nullable String value) {
    assertThat(Dates.parse(Texts.collapse(text, 4000), Dates.Role.ANY)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          March 2019                               | 2019-03
          March, 2019                              | 2019-03
          the month of June 2020                   | 2020-06
          February ____, 2017                      | 2017-02
          March ___ , 1999                         | 1999-03
          ____ day of May, 2000                    | 2000-05
          _____ day of September 2004              | 2004-09
          ___________ __, 2000                     | 2000
          this ______ day of ________________, 2013 | 2013
          [___], 2020                              | 2020
          day of , 2009                            | 2009
          , 2015.                                  | 2015
          1996                                     | 1996
          """)
  void keepsThePrecisionThatIsThere(String text, @Nullable String value) {
    assertThat(Dates.parse(Texts.collapse(text, 4000), Dates.Role.ANY)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          3/1/2019                                 | -
          03/04/05                                 | -
          11-12-2010                               | -
          this ___ day of ____                     | -
          _____ day of ________, 19____            | -
          14 day of SEPTEMBER, 200_                | -
          February 30, 2019                        | -
          31 April 2019                            | -
          13/13/2013                               | -
          30th day of April                        | -
          [Date]                                   | -
          ____________                             | -
          the date first written above             | -
          on the Closing Date                      | -
          Section 2019                             | -
          March 1, 2019 or March 15, 2019          | -
          Invoice 20190301                         | -
          May 500 units                            | -
          may 1,000 units                          | -
          `the later of March 1, 2019 and approval` | -
          `` | -
          """)
  void decidesNothingWhereItWouldHaveToGuess(String text, @Nullable String value) {
    assertThat(Dates.parse(Texts.collapse(text, 4000), Dates.Role.ANY)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          The term begins on March 1, 2019 and ends on February 28, 2022.                        | 2019-03-01
          shall commence April 1, 2010 and end on March 31, 2012                                 | 2010-04-01
          from January 1, 2013 through December 31, 2014                                         | 2013-01-01
          Signed on May 5, 2011, to be effective July 1, 2011                                    | 2011-07-01
          shall take effect on May 1st, 2016 and shall lapse, expiring on April 30, 2018         | 2016-05-01
          The Term shall commence on the date of this Agreement and shall end as of May 31, 2000 | -
          signed on the 2nd day of May, 2011, but effective as of the Closing                    | -
          August 1, 2004                                                                         | 2004-08-01
          """)
  void findsTheStart(String text, @Nullable String value) {
    assertThat(Dates.parse(Texts.collapse(text, 4000), Dates.Role.START)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          The term begins on March 1, 2019 and ends on February 28, 2022.                     | 2022-02-28
          shall commence April 1, 2010 and end on March 31, 2012                              | 2012-03-31
          from January 1, 2013 through December 31, 2014                                      | 2014-12-31
          November 01, 2014 to October 31, 2017                                               | 2017-10-31
          shall remain in force until June 30, 2010                                           | 2010-06-30
          until the earlier of June 30, 2010 and the sale of the business                     | 2010-06-30
          shall come into force as of January 1, 2013 and remain valid for 1 year             | -
          shall expire December 31, 2023. By notice before September 30, 2023 it may be extended to December 31, 2024. | 2023-12-31
          the later of June 30, 2010 and June 30, 2011                                        | -
          """)
  void findsTheEnd(String text, @Nullable String value) {
    assertThat(Dates.parse(Texts.collapse(text, 4000), Dates.Role.END)).isEqualTo(value);
  }
}
