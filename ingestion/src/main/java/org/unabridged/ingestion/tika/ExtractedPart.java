package org.unabridged.ingestion.tika;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the parser's process said about one document: the file itself, or one embedded in it.
 *
 * @param idPath empty for the file itself, else its place in the tree of embedded documents, such
 *     as {@code /2/3}
 * @param name its name without a path; empty for the file itself
 * @param sha256 hash of its bytes; null when they could not be read, and for the file itself
 * @param sizeBytes size of its bytes; -1 when unknown
 * @param mediaType without parameters; null when unknown
 * @param markedText its text with {@link Marks}
 * @param wordEdges left, top, right and bottom of each word behind a {@link Marks#WORD}, a
 *     character each, in tenths of a point from the page's left and top edge
 * @param unmappedShare share of glyphs whose font does not say what they are; null without glyphs
 * @param recognitionFailure why the text of a page could not be recognised; null when none failed
 * @param trouble what went wrong; null when nothing did
 * @param exception class of the exception behind the trouble; null when there is none
 * @param role whether it is there for its own text or for what it holds
 * @param decoration whether it is a part of its parent's appearance, such as an inline image
 * @param metadata what the document says of itself, first value of each property, under Tika's
 *     names
 * @param time how long it took, what it embeds included
 */
public record ExtractedPart(
    String idPath,
    String name,
    @Nullable String sha256,
    long sizeBytes,
    @Nullable String mediaType,
    String markedText,
    String wordEdges,
    @Nullable Double unmappedShare,
    @Nullable String recognitionFailure,
    @Nullable Trouble trouble,
    @Nullable String exception,
    Role role,
    boolean decoration,
    Map<String, String> metadata,
    Duration time) {
  /** What a document is there for. */
  public enum Role {
    /** Its own text. */
    DOCUMENT,
    /** Its own text and what is attached to it. */
    MAIL,
    /** What it holds; it has no text. */
    ARCHIVE
  }

  /** What can go wrong with a document without ending the parser. */
  public enum Trouble {
    /** Needs a password. */
    ENCRYPTED,
    /** Has no bytes. */
    EMPTY,
    /** The text is longer than allowed; what there is of it is cut. */
    OUTPUT_LIMIT,
    /** More documents are embedded than allowed. */
    EMBEDDED_LIMIT,
    /** Nested deeper than allowed. */
    DEPTH_LIMIT,
    /** Expands more than any honest document does. */
    BOMB,
    /** Its elements are nested deeper than allowed. */
    NESTED_ELEMENTS,
    /** The parser was stopped in it: there may be more text. */
    STOPPED,
    /** No parser for its format. */
    UNSUPPORTED,
    /** Of a version of its format for which there is no parser. */
    OLD_VERSION,
    /** Compressed in a way that is not known. */
    UNKNOWN_PACKING,
    /** Ends before its format says that it ends. */
    CUT_SHORT,
    /** The parser gave up on it. */
    BROKEN,
    /** Something embedded in it could not be read at all and is missing. */
    EMBEDDED_LOST
  }

  /** Copies the map. */
  public ExtractedPart {
    metadata = Map.copyOf(metadata);
  }
}
