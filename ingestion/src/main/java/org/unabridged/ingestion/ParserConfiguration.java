package org.unabridged.ingestion;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.unabridged.ingestion.tika.ForkedTika;
import org.unabridged.ingestion.tika.Tesseract;

/**
 * Limits and resources of the parser.
 *
 * @param timeLimit how long one file may take, attachments included, before its parser is killed
 * @param stallLimit how long a parser may run without producing anything before it is killed
 * @param pool the processes that parse
 * @param limits how much of a file is read
 * @param recognition whether pages without text are read from their image
 */
public record ParserConfiguration(
    Duration timeLimit,
    Duration stallLimit,
    ParserPool pool,
    ContentLimits limits,
    Recognition recognition)
    implements Serializable {
  /** Default time limit: far above the slowest contract, a 1000-page PDF takes about 10 s. */
  public static final Duration TIME_LIMIT = Duration.ofSeconds(120);

  /** Default stall limit: parsers that load a whole file before they produce text fit in it. */
  public static final Duration STALL_LIMIT = Duration.ofSeconds(60);

  private static final long serialVersionUID = 2;

  /** Raised whenever the same output of the parser gives another canonical text or page spans. */
  private static final int CANONICAL_FORM = 5;

  /** Checks the values. */
  public ParserConfiguration {
    Require.within("time limit in seconds", timeLimit.toSeconds(), 1, 86_400);
    Require.within("stall limit in seconds", stallLimit.toSeconds(), 1, 86_400);
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(recognition, "recognition");
  }

  /** The defaults. */
  public static ParserConfiguration defaults() {
    return new ParserConfiguration(
        TIME_LIMIT,
        STALL_LIMIT,
        ParserPool.defaults(),
        ContentLimits.defaults(),
        Recognition.defaults());
  }

  /** With another time limit. */
  public ParserConfiguration withTimeLimit(Duration limit) {
    return new ParserConfiguration(limit, stallLimit, pool, limits, recognition);
  }

  /** With another stall limit. */
  public ParserConfiguration withStallLimit(Duration limit) {
    return new ParserConfiguration(timeLimit, limit, pool, limits, recognition);
  }

  /** With other processes. */
  public ParserConfiguration withPool(ParserPool processes) {
    return new ParserConfiguration(timeLimit, stallLimit, processes, limits, recognition);
  }

  /** With other limits on what is read. */
  public ParserConfiguration withLimits(ContentLimits content) {
    return new ParserConfiguration(timeLimit, stallLimit, pool, content, recognition);
  }

  /** With another recognition of pages without text. */
  public ParserConfiguration withRecognition(Recognition other) {
    return new ParserConfiguration(timeLimit, stallLimit, pool, limits, other);
  }

  /** With another number of parser processes. */
  public ParserConfiguration withProcesses(int number) {
    return withPool(pool.withProcesses(number));
  }

  /** With another heap for each parser process. */
  public ParserConfiguration withHeapMegabytes(int megabytes) {
    return withPool(pool.withHeapMegabytes(megabytes));
  }

  /**
   * Changes when anything changes that can change what a file gives: the parser's version, the
   * canonical form, a limit on what is read, text recognition and the languages installed for it.
   * Time and processes are left out: they can only turn a result into a {@linkplain
   * ParseFailure.Category#retryable() retryable} failure.
   */
  public String fingerprint() {
    String content =
        String.join(
            "|",
            ForkedTika.version(),
            String.valueOf(CANONICAL_FORM),
            limits.toString(),
            recognition.toString(),
            recognition.mode() == Recognition.Mode.OFF
                ? ""
                : Tesseract.installedLanguages().toString());
    MessageDigest sha256 = Sha256.digest();
    sha256.update(content.getBytes(StandardCharsets.UTF_8));
    return Sha256.hexadecimal(sha256).substring(0, 16).toLowerCase(Locale.ROOT);
  }
}
