package org.unabridged.ingestion;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Tells words that were broken at the end of a line from compounds that happen to end there. The
 * document itself is the dictionary: what it says elsewhere in one piece, or with a hyphen.
 */
final class LineBreaks {
  /** How a line follows the one before. */
  enum Join {
    /** On a line of its own. */
    NONE,
    /** In the same word, whose hyphen was only for the break. */
    WITHOUT_HYPHEN,
    /** In the same compound, whose hyphen stays. */
    WITH_HYPHEN
  }

  private static final char SOFT_HYPHEN = '\u00ad';
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}]+(?:[-\u2010][\\p{L}\\p{M}]+)*");
  private static final Pattern BROKEN = Pattern.compile("([\\p{L}\\p{M}]{2,})[-\u2010\u00ad]$");
  private static final Pattern REST = Pattern.compile("^\\p{Ll}[\\p{L}\\p{M}]*");

  /** Of a document's lines: so many end in a hyphen only where a program breaks words. */
  private static final double BREAKING_SHARE = 0.04;

  private static final int FEWEST_BREAKS = 5;

  /**
   * So many times as often as in its lines, compounds end the lines of a document only where a
   * program breaks words.
   */
  private static final double FAR_MORE_BREAKS = 3;

  private final Set<String> words = new HashSet<>();
  private final Join[] joins;
  private double hyphensWithin;
  private int wordsWithin;

  LineBreaks(String text, List<PageLine> lines) {
    joins = new Join[lines.size()];
    Arrays.fill(joins, Join.NONE);
    List<Integer> broken =
        IntStream.range(1, lines.size())
            .filter(i -> isBroken(text, lines.get(i - 1), lines.get(i)))
            .boxed()
            .toList();
    if (!broken.isEmpty()) {
      learn(text, lines);
      List<Pieces> pieces =
          broken.stream()
              .map(i -> Pieces.of(line(text, lines.get(i - 1)), line(text, lines.get(i))))
              .toList();
      boolean breaksWords = breaksWords(pieces, lines.size());
      for (int i = 0; i < pieces.size(); i++) {
        joins[broken.get(i)] = join(pieces.get(i), breaksWords);
      }
    }
  }

  /**
   * The two sides of a break, in lower case.
   *
   * @param soft whether the hyphen is one that shows at breaks only
   */
  private record Pieces(String head, String tail, boolean soft) {
    static Pieces of(String first, String second) {
      Matcher broken = BROKEN.matcher(first);
      Matcher rest = REST.matcher(second);
      if (!broken.find() || !rest.find()) {
        throw new IllegalArgumentException("not the two sides of a break");
      }
      return new Pieces(
          broken.group(1).toLowerCase(Locale.ROOT),
          rest.group().toLowerCase(Locale.ROOT),
          first.charAt(first.length() - 1) == SOFT_HYPHEN);
    }

    String whole() {
      return head + tail;
    }

    String compound() {
      return head + "-" + tail;
    }
  }

  /** Whether the document shows that it breaks words: by its words, or by how often. */
  private boolean breaksWords(List<Pieces> pieces, int lines) {
    long wholes = pieces.stream().filter(each -> words.contains(each.whole())).count();
    long compounds = pieces.stream().filter(each -> words.contains(each.compound())).count();
    boolean often =
        pieces.size() >= FEWEST_BREAKS
            && pieces.size() >= BREAKING_SHARE * lines
            && pieces.size() > FAR_MORE_BREAKS * hyphensWithin / Math.max(1, wordsWithin) * lines;
    return wholes > 0 && wholes >= compounds || often;
  }

  /** How a line follows the one before. */
  Join before(int line) {
    return joins[line];
  }

  private static boolean isBroken(String text, PageLine first, PageLine second) {
    return second.start() - first.end() == 1
        && first.box() != null
        && second.box() != null
        && first.box().page() == second.box().page()
        && BROKEN.matcher(line(text, first)).find()
        && REST.matcher(line(text, second)).find();
  }

  private static String line(String text, PageLine line) {
    return text.substring(line.start(), line.end());
  }

  /** Words at either end of a line may be pieces; the others count. */
  private void learn(String text, List<PageLine> lines) {
    for (PageLine line : lines) {
      Matcher matcher = WORD.matcher(line(text, line));
      int length = line.end() - line.start();
      while (matcher.find()) {
        boolean piece = matcher.start() == 0 || matcher.end() >= length - 1;
        if (!piece) {
          String word = matcher.group().toLowerCase(Locale.ROOT).replace('\u2010', '-');
          words.add(word);
          wordsWithin++;
          hyphensWithin += word.chars().filter(c -> c == '-').count();
        }
      }
    }
  }

  private Join join(Pieces pieces, boolean breaksWords) {
    if (pieces.soft || words.contains(pieces.whole())) {
      return Join.WITHOUT_HYPHEN;
    }
    boolean oneIsAWord = words.contains(pieces.head) || words.contains(pieces.tail);
    return oneIsAWord || words.contains(pieces.compound()) || !breaksWords
        ? Join.WITH_HYPHEN
        : Join.WITHOUT_HYPHEN;
  }
}
