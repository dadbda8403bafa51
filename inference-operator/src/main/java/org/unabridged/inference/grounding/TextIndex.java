package org.unabridged.inference.grounding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.MatchTier;

/**
 * A text in which anchors are located. Made once per text; thread-safe.
 *
 * <p>The words of an anchor are looked for in the lines it names, then in the lines around them,
 * then in the whole text; first folded (the tier is exact where the literal characters are there),
 * then with a bounded number of edits. Lines tell repeated words apart only nearby: in the whole
 * text words must be distinctive, and found once. What is not found, and what is found at several
 * places that nothing tells apart, is not located: a span that is returned has the words at its
 * tier at both ends, between borders of words.
 */
public final class TextIndex {

  /** Lines before and after those named that still count as nearby. */
  private static final int NEARBY = 6;

  /** A span that starts at found first words is at most this much longer than its lines say. */
  private static final int MORE_LINES = 10;

  /** The longest range of lines that is believed: some ten pages. */
  private static final int MOST_LINES = 400;

  /** Words must tell this much to be looked for nearby, and in the whole text. */
  private static final int NEARBY_WEIGHT = 6;

  private static final int ANYWHERE_WEIGHT = 12;
  private static final int FUZZY_ANYWHERE_WEIGHT = 20;

  /** Less than this is no word at all. */
  private static final int LEAST_WEIGHT = 2;

  /** Characters for each of which one edit is allowed: in the lines named, nearby, anywhere. */
  private static final int CHARACTERS_PER_EDIT = 5;

  private static final int CHARACTERS_PER_EDIT_NEARBY = 6;
  private static final int CHARACTERS_PER_EDIT_ANYWHERE = 8;

  /** Places of one anchor's words that are looked at. */
  private static final int MOST_PLACES = 64;

  /** Ends of approximate matches that are looked at: hostile text consists of them. */
  private static final int MOST_ENDS = 1_000;

  private final String text;
  private final NumberedLines lines;
  // made when words are first looked for: until then a long text may be on its way to a server
  private @Nullable FoldedText folded;

  /** Where words were found, in folded characters. */
  private record Place(int from, int to, boolean exact, boolean fuzzy) {}

  private TextIndex(String text, NumberedLines lines) {
    this.text = text;
    this.lines = lines;
  }

  private synchronized FoldedText folded() {
    FoldedText made = folded;
    if (made == null) {
      made = new FoldedText(text);
      folded = made;
    }
    return made;
  }

  /** An index of a text whose lines are numbered from 1. */
  public static TextIndex of(String text) {
    return new TextIndex(text, NumberedLines.of(text));
  }

  /** An index of a text whose lines are numbered from a number. */
  public static TextIndex of(String text, int firstNumber) {
    return new TextIndex(text, NumberedLines.of(text, firstNumber));
  }

  /** The lines that anchors refer to. */
  public NumberedLines lines() {
    return lines;
  }

  /** Where an anchor's words stand; null if they were not found, or not at one place. */
  public @Nullable GroundedSpan locate(Anchor anchor) {
    if (lines.lastNumber() < lines.firstNumber()) {
      return null;
    }
    if (anchor.quote() != null) {
      Needle quote = Needle.of(anchor.quote());
      GroundedSpan span = new Search(anchor, quote, quote, true).run();
      if (span != null) {
        return span;
      }
    }
    Needle first = Needle.of(anchor.firstWords());
    Needle last = Needle.of(anchor.lastWords());
    return new Search(anchor, first, last, false).run();
  }

  /** One anchor being looked for. */
  private final class Search {
    private final FoldedText folded = folded();
    private final Needle first;
    private final Needle last;
    private final boolean single;
    private final int firstLine;
    private final int lastLine;
    private boolean ambiguous;

    Search(Anchor anchor, Needle first, Needle last, boolean single) {
      this.first = first;
      this.last = last;
      this.single = single || first.folded().equals(last.folded()) && first.weight() > 0;
      int from = bounded(Math.min(anchor.firstLine(), anchor.lastLine()));
      int to = bounded(Math.max(anchor.firstLine(), anchor.lastLine()));
      this.firstLine = from;
      this.lastLine = Math.min(to, from + MOST_LINES);
    }

    private int bounded(int line) {
      return Math.max(lines.firstNumber(), Math.min(lines.lastNumber(), line));
    }

    @Nullable GroundedSpan run() {
      int weight = Math.min(first.weight(), last.weight());
      if (weight < LEAST_WEIGHT) {
        return null;
      }
      boolean nearby = weight >= NEARBY_WEIGHT;
      boolean anywhere = first.weight() >= ANYWHERE_WEIGHT && nearby;
      GroundedSpan span = within(0, 0);
      if (span == null && nearby) {
        span = within(NEARBY, 0);
      }
      if (span == null && anywhere) {
        span = anywhere(0);
      }
      if (span != null || ambiguous || !nearby) {
        return span;
      }
      span = within(0, CHARACTERS_PER_EDIT);
      if (span == null) {
        span = within(NEARBY, CHARACTERS_PER_EDIT_NEARBY);
      }
      if (span == null && first.weight() >= FUZZY_ANYWHERE_WEIGHT) {
        span = anywhere(CHARACTERS_PER_EDIT_ANYWHERE);
      }
      return span;
    }

    /** Of the places in the lines named, or around them, the closest to where they should be. */
    private @Nullable GroundedSpan within(int around, int charactersPerEdit) {
      int low = bounded(firstLine - around);
      int high = bounded(lastLine + around);
      int from = folded.indexAt(lines.line(low).start());
      int to = folded.indexAt(lines.line(high).end());
      List<Place> places = places(first, from, to, charactersPerEdit, true);
      Place start = null;
      int best = Integer.MAX_VALUE;
      boolean tied = false;
      for (Place place : places) {
        int off = off(place, firstLine);
        boolean otherLine = start != null && line(start.from()) != line(place.from());
        if (start == null || better(place, off, start, best)) {
          tied = false;
          start = place;
          best = off;
        } else if (!better(start, best, place, off) && otherLine) {
          tied = true;
        }
      }
      if (tied) {
        ambiguous = true;
        return null;
      }
      return start == null ? null : complete(start, to, charactersPerEdit);
    }

    private boolean better(Place place, int off, Place than, int thanOff) {
      return place.exact() == than.exact() ? off < thanOff : place.exact();
    }

    private int off(Place place, int line) {
      return Math.abs(line(place.from()) - line);
    }

    private @Nullable GroundedSpan anywhere(int charactersPerEdit) {
      List<Place> places = places(first, 0, folded.length(), charactersPerEdit, true);
      GroundedSpan found = null;
      for (Place place : places) {
        int lastNumber =
            Math.min(lines.lastNumber(), line(place.from()) + lastLine - firstLine + MORE_LINES);
        int to = folded.indexAt(lines.line(lastNumber).end());
        GroundedSpan span = complete(place, to, charactersPerEdit);
        if (span != null && found != null) {
          ambiguous = true;
          return null;
        }
        found = span == null ? found : span;
      }
      return found;
    }

    /** From first words to the last words behind them that are closest to where they should be. */
    private @Nullable GroundedSpan complete(Place start, int to, int charactersPerEdit) {
      if (single) {
        return span(start, start);
      }
      int line = line(start.from()) + lastLine - firstLine;
      Place end = null;
      for (Place place : places(last, start.from(), to, charactersPerEdit, false)) {
        boolean behind = place.to() >= start.to();
        if (behind && (end == null || off(place, line) < off(end, line))) {
          end = place;
        }
      }
      return end == null ? null : span(start, end);
    }

    private GroundedSpan span(Place start, Place end) {
      boolean exact = start.exact() && end.exact();
      int from = folded.start(start.from()) - (start.exact() ? first.lead() : 0);
      int to = folded.end(end.to() - 1) + (end.exact() ? last.tail() : 0);
      boolean fuzzy = start.fuzzy() || end.fuzzy();
      MatchTier tier = exact ? MatchTier.EXACT : MatchTier.NORMALISED;
      return new GroundedSpan(from, to, fuzzy ? MatchTier.FUZZY : tier);
    }

    private List<Place> places(
        Needle needle, int from, int to, int charactersPerEdit, boolean isStart) {
      if (charactersPerEdit == 0) {
        return equal(needle, from, to);
      }
      Needle part = single || isStart ? needle.head() : needle.end();
      if (single && part.folded().length() < needle.folded().length()) {
        // A long quote would be matched in part only, and its end is then unknown.
        return List.of();
      }
      return similar(part, from, to, charactersPerEdit);
    }

    private List<Place> equal(Needle needle, int from, int to) {
      List<Place> places = new ArrayList<>();
      String wanted = needle.folded();
      int at = folded.indexOf(wanted, from);
      for (; at >= 0 && at + wanted.length() <= to; at = folded.indexOf(wanted, at + 1)) {
        int end = at + wanted.length();
        if (folded.startsWord(at) && folded.endsWord(end)) {
          places.add(new Place(at, end, isLiteral(needle, at, end), false));
        }
        if (places.size() == MOST_PLACES) {
          break;
        }
      }
      return places;
    }

    private boolean isLiteral(Needle needle, int from, int to) {
      int start = folded.start(from) - needle.lead();
      int end = folded.end(to - 1) + needle.tail();
      return end - start == needle.literal().length() && text.startsWith(needle.literal(), start);
    }

    /** Places within the edits allowed; of those that overlap only the best. */
    private List<Place> similar(Needle needle, int from, int to, int charactersPerEdit) {
      String wanted = needle.folded();
      int most = wanted.length() / charactersPerEdit;
      List<Place> places = new ArrayList<>();
      int[] lastDistance = {0};
      int[] looked = {0};
      new WordSearch(wanted)
          .ends(
              folded,
              from,
              to,
              most,
              (end, distance) -> {
                int start =
                    folded.endsWord(end) && looked[0]++ < MOST_ENDS
                        ? WordSearch.start(wanted, folded, from, end, most, folded::startsWord)
                        : -1;
                if (start >= 0) {
                  int real = WordSearch.distance(wanted, folded.substring(start, end));
                  keep(places, new Place(start, end, false, true), real, lastDistance);
                }
              });
      return places;
    }

    private void keep(List<Place> places, Place place, int distance, int[] lastDistance) {
      Place previous = places.isEmpty() ? null : places.get(places.size() - 1);
      if (previous != null && place.from() < previous.to()) {
        if (distance >= lastDistance[0]) {
          return;
        }
        places.remove(places.size() - 1);
      }
      places.add(place);
      lastDistance[0] = distance;
    }

    private int line(int index) {
      return lines.numberAt(folded.start(index));
    }
  }
}
