package org.unabridged.inference.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.inference.AnswerType;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;

class ValueNormalizerTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          document-name   | MASTER  SERVICES AGREEMENT                                     | MASTER SERVICES AGREEMENT
          document-name   | `Supply Agreement (the "Agreement")`                           | Supply Agreement
          document-name   | Supply Agreement (t                                            | Supply Agreement
          document-name   | `“Supply Agreement.”`                                          | Supply Agreement
          parties         | `Acme, Inc. ("Acme")`                                          | Acme, Inc.
          parties         | `(the "Company")`                                              | -
          agreement-date  | 1st day of March, 2019                                         | 2019-03-01
          effective-date  | commences May 1, 2019 and ends May 1, 2020                     | 2019-05-01
          expiration-date | commences May 1, 2019 and ends May 1, 2020                     | 2020-05-01
          expiration-date | three (3) years after the Effective Date                       | P3Y
          expiration-date | until the fifth anniversary of the Effective Date              | P5Y
          expiration-date | shall continue in perpetuity                                   | perpetual
          expiration-date | upon completion of the services                                | -
          renewal-term    | renews for one (1) year unless 60 days notice is given         | P1Y
          notice-period-to-terminate-renewal | renews for one (1) year unless 60 days notice is given | P60D
          warranty-duration | Seller warrants the goods for 12 months                      | P12M
          governing-law   | the laws of the State of New York                              | New York
          non-compete     | shall not compete                                              | yes
          """)
  void normalizesByQuestion(String questionId, String quote, @Nullable String value) {
    Question question = Objects.requireNonNull(QuestionSet.cuad().find(questionId));
    assertThat(ValueNormalizer.normalize(question, quote)).isEqualTo(value);
  }

  @Test
  void normalizesMoney() {
    Question price =
        new Question("price", "Price", "What is the price?", AnswerType.MONEY, null, null);

    assertThat(ValueNormalizer.normalize(price, "a fee of US$\n 1,500,000"))
        .isEqualTo("USD 1500000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " ",
        "1 ",
        "one ",
        "1,",
        "March ",
        "the laws of the ",
        "(",
        "\"",
        "_",
        "$1",
        "é"
      })
  void staysFastOnHostileText(String unit) {
    String text = unit.repeat(200_000 / unit.length());
    for (Question question : QuestionSet.cuad().questions()) {
      long started = THREADS.getCurrentThreadCpuTime();
      ValueNormalizer.normalize(question, text);
      Duration spent = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - started);
      // Processor time, so that a busy machine changes nothing; backtracking would take hours.
      assertThat(spent).isLessThan(Duration.ofSeconds(20));
    }
  }
}
