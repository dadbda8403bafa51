package org.unabridged.samples;

/**
 * A clause that a generator put into a contract.
 *
 * @param questionId what it answers, such as {@code governing-law}
 * @param start offset of its first character in the contract, in UTF-16 units
 * @param end offset behind its last character
 * @param quote its text, {@code end - start} units long
 * @param decile the tenth of the contract it was meant for, 0 to 9
 */
public record PlantedClause(String questionId, long start, long end, String quote, int decile) {

  public PlantedClause {
    if (start < 0 || end - start != quote.length()) {
      throw new IllegalArgumentException(
          "a quote of %d units can't stand at [%d, %d)".formatted(quote.length(), start, end));
    }
    if (decile < 0 || decile > 9) {
      throw new IllegalArgumentException("decile must be 0 to 9, is " + decile);
    }
  }
}
