package org.unabridged.inference;

/**
 * What an examination found about one thing.
 *
 * @param subject what was looked at
 * @param verdict whether it is as it should be
 * @param detail what was found and, unless it is good, what to do
 */
public record Finding(String subject, Verdict verdict, String detail) {

  /** Whether something is as it should be. */
  public enum Verdict {
    GOOD,
    /** It works, but not as well as it could. */
    WARNING,
    BAD
  }

  public Finding {
    Require.notBlank("subject", subject);
    Require.notBlank("detail", detail);
  }
}
