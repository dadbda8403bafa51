package org.unabridged.ingestion.tika;

/**
 * Control characters by which the parser's process says where pages stand in the text. A document
 * cannot forge them: its own control characters are dropped before. A page begins with {@link
 * #BEGIN} and one of the kinds, and ends with {@link #END} or where the next one begins.
 */
public final class Marks {
  /** Begins a page; the next character is its kind. */
  public static final char BEGIN = '\u0001';

  /** Ends a page. */
  public static final char END = '\u0002';

  /** Kind: a page of a paginated document. */
  public static final char PAGE = 'P';

  /** Kind: a slide. */
  public static final char SLIDE = 'S';

  /** Kind: a sheet; its first line is its name. */
  public static final char SHEET = 'T';

  /** Kind: a chapter or other part. */
  public static final char PART = 'R';

  /**
   * Stands before a word whose place is known. A word ends with white space, another mark, or
   * {@link #ELSEWHERE}.
   */
  public static final char WORD = '\u0003';

  /** What follows has no place of its own on the page. */
  public static final char ELSEWHERE = '\u0004';

  /** After {@link #BEGIN}: the text of the page so far is written in the file. */
  public static final char SOURCE_TEXT = 't';

  /** After {@link #BEGIN}: the text of the page so far was recognised. */
  public static final char SOURCE_RECOGNISED = 'r';

  /** After {@link #BEGIN}: the page has no text. */
  public static final char SOURCE_NONE = 'n';

  private Marks() {}
}
