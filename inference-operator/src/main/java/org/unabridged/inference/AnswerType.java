package org.unabridged.inference;

import java.util.Locale;

/** What kind of value a question asks for; it decides how an answer's value is normalised. */
public enum AnswerType {
  /** Text of the contract itself, tidied only in its white space. */
  SPAN,
  /** A calendar date, as ISO 8601: {@code 2019-03-01} or, without a day, {@code 2019-03}. */
  DATE,
  /**
   * A length of time, as ISO 8601: {@code P3Y}, {@code P90D}; or the word {@code perpetual}, or
   * {@code indefinite} where no end is set but a party can set one.
   */
  DURATION,
  /** An amount with its currency: {@code USD 1500000}. */
  MONEY,
  /** A contracting party's name. */
  PARTY,
  /** {@code yes} where a clause was found, {@code no} where the whole text was read without one. */
  YES_NO;

  /** The name used in files and tables: lower-case snake, such as {@code yes_no}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
