package org.unabridged.ingestion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes out of the text of laid out pages what is there for the page alone: running headers and
 * footers, page numbers, and the breaks inside words at the ends of lines. What is left out is kept
 * with its page, see {@link PageSpan#leftOut()}.
 */
final class PageNoise {
  private static final int MOST_LINE_ENDS = 2;

  private final CanonicalText canonical;
  private final List<PageLine> lines;
  private final Set<Integer> leftOut;
  private final LineBreaks breaks;
  private final StringBuilder text = new StringBuilder();
  private final TextBoxes.Builder boxes = new TextBoxes.Builder();
  private final List<PageSpan> pages = new ArrayList<>();

  private PageNoise(CanonicalText canonical) {
    this.canonical = canonical;
    lines = PageLine.of(canonical);
    leftOut = new TreeSet<>(RunningLines.in(lines, canonical.text()));
    breaks = new LineBreaks(canonical.text(), lines);
  }

  /** The same text without noise; texts whose words have no places are left as they are. */
  static CanonicalText without(CanonicalText canonical) {
    return canonical.boxes().words() == 0 ? canonical : new PageNoise(canonical).tidied();
  }

  private CanonicalText tidied() {
    int next = 0;
    for (PageSpan page : canonical.pages()) {
      while (next < lines.size() && lines.get(next).start() < page.start()) {
        write(next++);
      }
      int first = next;
      while (next < lines.size() && lines.get(next).start() < page.end()) {
        next++;
      }
      write(page, first, next);
    }
    while (next < lines.size()) {
      write(next++);
    }
    return new CanonicalText(text.toString(), pages, boxes.build());
  }

  private void write(PageSpan page, int firstLine, int endLine) {
    int start = -1;
    List<String> missing = new ArrayList<>();
    for (int line = firstLine; line < endLine; line++) {
      if (leftOut.contains(line)) {
        missing.add(lines.get(line).text(canonical.text()));
      } else {
        int lineStart = write(line);
        start = start < 0 ? lineStart : start;
      }
    }
    int end = text.length();
    pages.add(
        new PageSpan(
            page.kind(),
            page.number(),
            page.label(),
            start < 0 ? end : start,
            end,
            page.source(),
            missing.isEmpty() ? null : String.join("\n", missing)));
  }

  /** Writes a line behind those before it, and gives its start. */
  private int write(int number) {
    PageLine line = lines.get(number);
    int start = line.start();
    int end = line.end();
    LineBreaks.Join join = number == 0 ? LineBreaks.Join.NONE : breaks.before(number);
    if (join == LineBreaks.Join.NONE || leftOut.contains(number - 1)) {
      text.append("\n".repeat(text.length() == 0 ? 0 : lineEnds(number)));
    } else if (join == LineBreaks.Join.WITHOUT_HYPHEN) {
      text.setLength(text.length() - 1);
    }
    int written = text.length();
    int shortened = endsInTakenHyphen(number) ? 1 : 0;
    for (int word = canonical.boxes().firstAfter(start);
        word < canonical.boxes().words() && canonical.boxes().start(word) < end;
        word++) {
      int from = canonical.boxes().start(word) - start;
      int to = Math.min(canonical.boxes().end(word), end - shortened) - start;
      if (from < to) {
        boxes.add(written + from, written + to, canonical.boxes(), word);
      }
    }
    text.append(canonical.text(), start, end);
    return written;
  }

  private boolean endsInTakenHyphen(int number) {
    return number + 1 < lines.size()
        && !leftOut.contains(number + 1)
        && breaks.before(number + 1) == LineBreaks.Join.WITHOUT_HYPHEN;
  }

  /** As many as stood anywhere between this line and the last one that was written. */
  private int lineEnds(int number) {
    int most = 1;
    for (int line = number; line > 0; line--) {
      most = Math.max(most, lines.get(line).start() - lines.get(line - 1).end());
      if (!leftOut.contains(line - 1)) {
        break;
      }
    }
    return Math.min(most, MOST_LINE_ENDS);
  }
}
