package org.unabridged.ingestion;

import java.io.Serializable;

/**
 * How much of a file is read. What goes beyond one of them is a failure of its own category, never
 * cut in silence.
 *
 * @param inputMegabytes size of a file; a larger one is not opened
 * @param temporaryMegabytes what the parser of a file may unpack onto the disk at a time
 * @param expansionRatio how many times the size of a file, or of an embedded document, may come out
 *     of it, on the disk or as characters; little files may expand more
 * @param outputCharacters how many UTF-16 units of text one file may give, attachments included
 * @param embeddedDocuments how many documents one file may embed, at all depths together
 * @param embeddedDepth how deep documents may be nested in a file; 0 reads no embedded documents
 * @param elementDepth how deep the elements of a document, such as those of HTML, may be nested
 */
public record ContentLimits(
    int inputMegabytes,
    int temporaryMegabytes,
    int expansionRatio,
    int outputCharacters,
    int embeddedDocuments,
    int embeddedDepth,
    int elementDepth)
    implements Serializable {
  /** Default limit on files: above any contract, below what fills a disk with copies. */
  public static final int INPUT_MEGABYTES = 2_048;

  /** Default limit on temporary files: what honest archives of contracts unpack to, many times. */
  public static final int TEMPORARY_MEGABYTES = 4_096;

  /** Default ratio: prose shrinks to a fifth, tables to a thirtieth. */
  public static final int EXPANSION_RATIO = 100;

  /** Default limit on text: ten times the largest context a model reads. */
  public static final int OUTPUT_CHARACTERS = 50_000_000;

  /** Default limit on embedded documents, images of a text document included. */
  public static final int EMBEDDED_DOCUMENTS = 10_000;

  /** Default limit on nesting of documents. */
  public static final int EMBEDDED_DEPTH = 10;

  /** Default limit on nesting of elements: pages made of nested tables reach some hundreds. */
  public static final int ELEMENT_DEPTH = 1_000;

  private static final long serialVersionUID = 1;

  /** Checks the values. */
  public ContentLimits {
    Require.within("input megabytes", inputMegabytes, 1, 1_048_576);
    Require.within("temporary megabytes", temporaryMegabytes, 1, 1_048_576);
    Require.within("expansion ratio", expansionRatio, 2, 100_000);
    Require.within("output characters", outputCharacters, 1, 500_000_000);
    Require.within("embedded documents", embeddedDocuments, 0, 1_000_000);
    Require.within("embedded depth", embeddedDepth, 0, 100);
    Require.within("element depth", elementDepth, 10, 10_000);
  }

  /** The defaults. */
  public static ContentLimits defaults() {
    return new ContentLimits(
        INPUT_MEGABYTES,
        TEMPORARY_MEGABYTES,
        EXPANSION_RATIO,
        OUTPUT_CHARACTERS,
        EMBEDDED_DOCUMENTS,
        EMBEDDED_DEPTH,
        ELEMENT_DEPTH);
  }

  long inputBytes() {
    return (long) inputMegabytes << 20;
  }

  /** With another limit on the size of files. */
  public ContentLimits withInputMegabytes(int megabytes) {
    return new ContentLimits(
        megabytes,
        temporaryMegabytes,
        expansionRatio,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        elementDepth);
  }

  /** With another limit on temporary files. */
  public ContentLimits withTemporaryMegabytes(int megabytes) {
    return new ContentLimits(
        inputMegabytes,
        megabytes,
        expansionRatio,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        elementDepth);
  }

  /** With another limit on expansion. */
  public ContentLimits withExpansionRatio(int ratio) {
    return new ContentLimits(
        inputMegabytes,
        temporaryMegabytes,
        ratio,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        elementDepth);
  }

  /** With another limit on text. */
  public ContentLimits withOutputCharacters(int characters) {
    return new ContentLimits(
        inputMegabytes,
        temporaryMegabytes,
        expansionRatio,
        characters,
        embeddedDocuments,
        embeddedDepth,
        elementDepth);
  }

  /** With another limit on embedded documents. */
  public ContentLimits withEmbeddedDocuments(int documents) {
    return new ContentLimits(
        inputMegabytes,
        temporaryMegabytes,
        expansionRatio,
        outputCharacters,
        documents,
        embeddedDepth,
        elementDepth);
  }

  /** With another limit on nesting of documents. */
  public ContentLimits withEmbeddedDepth(int depth) {
    return new ContentLimits(
        inputMegabytes,
        temporaryMegabytes,
        expansionRatio,
        outputCharacters,
        embeddedDocuments,
        depth,
        elementDepth);
  }

  /** With another limit on nesting of elements. */
  public ContentLimits withElementDepth(int depth) {
    return new ContentLimits(
        inputMegabytes,
        temporaryMegabytes,
        expansionRatio,
        outputCharacters,
        embeddedDocuments,
        embeddedDepth,
        depth);
  }
}
