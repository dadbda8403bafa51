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
 */
record CanonicalText(String text, List<PageSpan> pages) {
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
    Builder builder = new Builder();
    String normalized = Normalizer.normalize(withoutControls(marked), Normalizer.Form.NFC);
    for (int i = 0; i < normalized.length(); i++) {
      char c = normalized.charAt(i);
      if (c == Marks.BEGIN && i + 1 < normalized.length()) {
        i++;
        builder.beginPage(normalized.charAt(i));
      } else {
        builder.add(c);
      }
    }
    return builder.build();
  }

  private static String withoutControls(String text) {
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
        || (!Character.isISOControl(c) && c != BYTE_ORDER_MARK);
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\u2028' || c == '\u2029';
  }

  private static boolean isBlank(char c) {
    return c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  private static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder blanks = new StringBuilder();
    private final List<PageSpan> pages = new ArrayList<>();
    private int lineEnds;
    private PageSpan.@Nullable Kind openKind;
    private int openNumber;
    private int openStart = -1;

    void add(char c) {
      if (c == Marks.END) {
        endPage();
      } else if (isLineEnd(c)) {
        endLine(lineEnds + 1);
      } else if (isBlank(c)) {
        blanks.append(c);
      } else {
        separate();
        if (openKind != null && openStart < 0) {
          openStart = text.length();
        }
        text.append(c);
      }
    }

    void beginPage(char mark) {
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
      return new CanonicalText(text.toString(), pages);
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
      endLine(Math.max(lineEnds, 1));
      if (openKind != null) {
        int end = text.length();
        int start = openStart < 0 ? end : openStart;
        pages.add(new PageSpan(openKind, openNumber, label(openKind, start, end), start, end));
        openKind = null;
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
