package org.unabridged.ingestion;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.tika.Marks;

/**
 * Brings text into the one form to which all offsets refer, and finds the pages in it. In order:
 *
 * <ol>
 *   <li>control characters other than tab and line ends, byte order marks and unpaired surrogates
 *       go (the latter become U+FFFD);
 *   <li>NFC;
 *   <li>{@code \r\n}, {@code \r}, U+2028 and U+2029 become {@code \n};
 *   <li>blanks at the ends of lines go, indentation stays;
 *   <li>of several empty lines one stays, at the start and the end of the text none.
 * </ol>
 *
 * <p>Applied to canonical text it changes nothing.
 *
 * @param text the canonical text
 * @param pages where marked pages stand in it
 * @param boxes where its words stand on them
 */
record CanonicalText(String text, List<PageSpan> pages, TextBoxes boxes) {
  private static final int MAX_LINE_ENDS = 2;
  private static final int MAX_LABEL_CHARACTERS = 200;
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final char REPLACEMENT = '\ufffd';

  CanonicalText {
    pages = List.copyOf(pages);
  }

  /**
   * Canonical form of a text.
   *
   * @param marked may contain {@link Marks}
   */
  static CanonicalText of(String marked) {
    return of(marked, "");
  }

  /**
   * Canonical form of a text whose words have places.
   *
   * @param marked may contain {@link Marks}
   * @param wordEdges see {@link org.unabridged.ingestion.tika.ExtractedPart#wordEdges()}
   */
  static CanonicalText of(String marked, String wordEdges) {
    String normalized = Normalizer.normalize(withoutControls(marked), Normalizer.Form.NFC);
    Builder builder = new Builder(normalized.length(), wordEdges);
    for (int i = 0; i < normalized.length(); i++) {
      char c = normalized.charAt(i);
      if (c == Marks.BEGIN && i + 1 < normalized.length()) {
        i++;
        builder.begin(normalized.charAt(i));
      } else {
        builder.add(c);
      }
    }
    return builder.build();
  }

  /** Most texts have none: the longest of them is not copied. */
  private static String withoutControls(String text) {
    if (text.chars().allMatch(c -> isKept((char) c) && !Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        kept.append(c).append(text.charAt(i + 1));
        i++;
      } else if (Character.isSurrogate(c)) {
        kept.append(REPLACEMENT);
      } else if (c == '\r') {
        kept.append('\n');
        if (i + 1 < text.length() && text.charAt(i + 1) == '\n') {
          i++;
        }
      } else if (isKept(c)) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private static boolean isKept(char c) {
    return c == '\n'
        || c == '\t'
        || c == Marks.BEGIN
        || c == Marks.END
        || c == Marks.WORD
        || c == Marks.ELSEWHERE
        || (!Character.isISOControl(c) && c != BYTE_ORDER_MARK);
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\u2028' || c == '\u2029';
  }

  private static boolean isBlank(char c) {
    return c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  private static final class Builder {
    private final StringBuilder text;
    private final StringBuilder blanks = new StringBuilder();
    private final List<PageSpan> pages = new ArrayList<>();
    private int lineEnds;
    private PageSpan.@Nullable Kind openKind;
    private int openNumber;
    private int openStart = -1;
    private PageSpan.@Nullable Source openSource;
    private final WordPlaces words;

    Builder(int capacity, String wordEdges) {
      text = new StringBuilder(capacity);
      words = new WordPlaces(wordEdges);
    }

    void add(char c) {
      if (c == Marks.END) {
        endPage();
      } else if (c == Marks.WORD || c == Marks.ELSEWHERE) {
        words.end(text.length());
        words.next(c == Marks.WORD);
      } else if (isLineEnd(c)) {
        words.end(text.length());
        endLine(lineEnds + 1);
      } else if (isBlank(c)) {
        words.end(text.length());
        blanks.append(c);
      } else {
        separate();
        words.begin(text.length(), openNumber);
        if (openKind != null && openStart < 0) {
          openStart = text.length();
        }
        text.append(c);
      }
    }

    /** Begins a page, or says where the text of the one that has begun comes from. */
    void begin(char mark) {
      PageSpan.Source source = source(mark);
      if (source != null) {
        openSource = source;
        return;
      }
      endPage();
      PageSpan.Kind kind = kind(mark);
      if (kind != null) {
        openKind = kind;
        openNumber++;
        openStart = -1;
      }
    }

    CanonicalText build() {
      endPage();
      return new CanonicalText(text.toString(), pages, words.build());
    }

    private void endLine(int ends) {
      blanks.setLength(0);
      lineEnds = ends;
    }

    private void separate() {
      if (text.length() > 0) {
        text.append("\n".repeat(Math.min(lineEnds, MAX_LINE_ENDS))).append(blanks);
      }
      lineEnds = 0;
      blanks.setLength(0);
    }

    /** Pages are lines of their own: a mark never joins what would compose without it. */
    private void endPage() {
      words.end(text.length());
      endLine(Math.max(lineEnds, 1));
      if (openKind != null) {
        int end = text.length();
        int start = openStart < 0 ? end : openStart;
        pages.add(
            new PageSpan(
                openKind, openNumber, label(openKind, start, end), start, end, openSource, null));
        openKind = null;
        openSource = null;
      }
    }

    private @Nullable String label(PageSpan.Kind kind, int start, int end) {
      if (kind != PageSpan.Kind.SHEET || start == end) {
        return null;
      }
      int lineEnd = text.indexOf("\n", start);
      String line = text.substring(start, lineEnd < 0 ? end : lineEnd).strip();
      return line.length() > MAX_LABEL_CHARACTERS || line.isEmpty() ? null : line;
    }

    private static PageSpan.@Nullable Source source(char mark) {
      return switch (mark) {
        case Marks.SOURCE_TEXT -> PageSpan.Source.TEXT;
        case Marks.SOURCE_RECOGNISED -> PageSpan.Source.RECOGNISED;
        case Marks.SOURCE_NONE -> PageSpan.Source.NONE;
        default -> null;
      };
    }

    private static PageSpan.@Nullable Kind kind(char mark) {
      return switch (mark) {
        case Marks.PAGE -> PageSpan.Kind.PAGE;
        case Marks.SLIDE -> PageSpan.Kind.SLIDE;
        case Marks.SHEET -> PageSpan.Kind.SHEET;
        case Marks.PART -> PageSpan.Kind.PART;
        default -> null;
      };
    }
  }
}
