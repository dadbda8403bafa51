package org.unabridged.ingestion;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import org.unabridged.ingestion.tika.ForkedTika;

/**
 * Limits and resources of the parser.
 *
 * @param timeLimit how long one file may take, attachments included, before its parser is killed
 * @param stallLimit how long a parser may run without producing anything before it is killed
 * @param heapMegabytes heap of each parser process
 * @param temporaryMegabytes what the parser processes may unpack onto the disk at a time
 * @param outputCharacters how many UTF-16 units of text one file may give, attachments included
 * @param embeddedDocuments how many documents one file may embed, at all depths together
 * @param embeddedDepth how deep documents may be nested in a file; 0 reads no embedded documents
 * @param processes how many parser processes run side by side
 */
public record ParserConfiguration(
    Duration timeLimit,
    Duration stallLimit,
    int heapMegabytes,
    int temporaryMegabytes,
    int outputCharacters,
    int embeddedDocuments,
    int embeddedDepth,
    int processes)
    implements Serializable {
  /** Default time limit: far above the slowest contract, a 1000-page PDF takes about 10 s. */
  public static final Duration TIME_LIMIT = Duration.ofSeconds(120);

  /** Default stall limit: parsers that load a whole file before they produce text fit in it. */
  public static final Duration STALL_LIMIT = Duration.ofSeconds(60);

  /** Default heap of a parser process. */
  public static final int HEAP_MEGABYTES = 512;

  /** Default limit on temporary files: what honest archives of contracts unpack to, many times. */
  public static final int TEMPORARY_MEGABYTES = 4_096;

  /** Default limit on text: ten times the largest context a model reads. */
  public static final int OUTPUT_CHARACTERS = 50_000_000;

  /** Default limit on embedded documents, images of a text document included. */
  public static final int EMBEDDED_DOCUMENTS = 10_000;

  /** Default limit on nesting. */
  public static final int EMBEDDED_DEPTH = 10;

  /** Default number of parser processes. */
  public static final int PROCESSES = 1;

  private static final long serialVersionUID = 1;

  /** Raised whenever the same output of the parser gives another canonical text or page spans. */
  private static final int CANONICAL_FORM = 1;

  /** Checks the values. */
  public ParserConfiguration {
    Require.within("time limit in seconds", timeLimit.toSeconds(), 1, 86_400);
    Require.within("stall limit in seconds", stallLimit.toSeconds(), 1, 86_400);
    Require.within("heap in megabytes", heapMegabytes, 32, 65_536);
    Require.within("temporary megabytes", temporaryMegabytes, 1, 1_048_576);
    Require.within("output characters", outputCharacters, 1, 500_000_000);
    Require.within("embedded documents", embeddedDocuments, 0, 1_000_000);
    Require.within("embedded depth", embeddedDepth, 0, 100);
    Require.within("processes", processes, 1, 64);
  }

  /** The defaults. */
  public static ParserConfiguration defaults() {
    return new ParserConfiguration(
        TIME_LIMIT,
        STALL_LIMIT,
        HEAP_MEGABYTES,
        TEMPORARY_MEGABYTES,
        OUTPUT_CHARACTERS,
        EMBEDDED_DOCUMENTS,
        EMBEDDED_DEPTH,
        PROCESSES);
  }

  /** With another time limit. */
  public ParserConfiguration withTimeLimit(Duration limit) {
    return new ParserConfiguration(
        limit,
        stallLimit,
        heapMegabytes,
        temporaryMegabytes,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        processes);
  }

  /** With another stall limit. */
  public ParserConfiguration withStallLimit(Duration limit) {
    return new ParserConfiguration(
        timeLimit,
        limit,
        heapMegabytes,
        temporaryMegabytes,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        processes);
  }

  /** With another heap. */
  public ParserConfiguration withHeapMegabytes(int megabytes) {
    return new ParserConfiguration(
        timeLimit,
        stallLimit,
        megabytes,
        temporaryMegabytes,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        processes);
  }

  /** With another limit on temporary files. */
  public ParserConfiguration withTemporaryMegabytes(int megabytes) {
    return new ParserConfiguration(
        timeLimit,
        stallLimit,
        heapMegabytes,
        megabytes,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        processes);
  }

  /** With another limit on text. */
  public ParserConfiguration withOutputCharacters(int characters) {
    return new ParserConfiguration(
        timeLimit,
        stallLimit,
        heapMegabytes,
        temporaryMegabytes,
        characters,
        embeddedDocuments,
        embeddedDepth,
        processes);
  }

  /** With another limit on embedded documents. */
  public ParserConfiguration withEmbeddedDocuments(int documents) {
    return new ParserConfiguration(
        timeLimit,
        stallLimit,
        heapMegabytes,
        temporaryMegabytes,
        outputCharacters,
        documents,
        embeddedDepth,
        processes);
  }

  /** With another limit on nesting. */
  public ParserConfiguration withEmbeddedDepth(int depth) {
    return new ParserConfiguration(
        timeLimit,
        stallLimit,
        heapMegabytes,
        temporaryMegabytes,
        outputCharacters,
        embeddedDocuments,
        depth,
        processes);
  }

  /** With another number of parser processes. */
  public ParserConfiguration withProcesses(int number) {
    return new ParserConfiguration(
        timeLimit,
        stallLimit,
        heapMegabytes,
        temporaryMegabytes,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        number);
  }

  /**
   * Changes when anything changes that can change what a file gives: the parser's version, the
   * canonical form, a limit on what is read. Time, heap and processes are left out: they can only
   * turn a result into a {@linkplain ParseFailure.Category#retryable() retryable} failure.
   */
  public String fingerprint() {
    String content =
        String.join(
            "|",
            ForkedTika.version(),
            String.valueOf(CANONICAL_FORM),
            String.valueOf(temporaryMegabytes),
            String.valueOf(outputCharacters),
            String.valueOf(embeddedDocuments),
            String.valueOf(embeddedDepth));
    MessageDigest sha256 = Sha256.digest();
    sha256.update(content.getBytes(StandardCharsets.UTF_8));
    return Sha256.hexadecimal(sha256).substring(0, 16).toLowerCase(Locale.ROOT);
  }
}
