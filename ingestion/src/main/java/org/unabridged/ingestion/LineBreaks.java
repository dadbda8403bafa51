package org.unabridged.ingestion;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Tells words that were broken at the end of a line from compounds that happen to end there. The
 * document itself is the dictionary: what it says elsewhere in one piece, or with a hyphen, and how
 * often.
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
  private static final String LETTERS = "[\\p{L}\\p{M}]++";
  private static final String JOINERS = "[-\u2010'\u2019]{1,2}";
  private static final Pattern WORD = Pattern.compile(LETTERS + "(?:" + JOINERS + LETTERS + ")*");
  private static final Pattern BROKEN = Pattern.compile("[\\p{L}\\p{M}]{2}[-\u2010\u00ad]$");
  private static final Pattern REST = Pattern.compile("^(?=\\p{Ll})" + WORD);
  private static final Pattern LAST_PIECE = Pattern.compile(LETTERS + "$");
  private static final Pattern FIRST_PIECE = Pattern.compile("^" + LETTERS);

  /** Of a document's lines: so many end in a hyphen only where a program breaks words. */
  private static final double BREAKING_SHARE = 0.04;

  private static final int FEWEST_BREAKS = 5;

  /**
   * So many times as often as in its lines, compounds end the lines of a document only where a
   * program breaks words.
   */
  private static final double FAR_MORE_BREAKS = 3;

  private final Map<String, Integer> words = new HashMap<>();
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
      List<Break> breaks =
          broken.stream()
              .map(i -> Break.of(line(text, lines.get(i - 1)), line(text, lines.get(i))))
              .toList();
      decide(broken, breaks, lines.size());
    }
  }

  /**
   * The two sides of a break, in lower case.
   *
   * @param whole the words on either side, such as {@code state-of-the} and {@code art's}
   * @param piece what is next to the break, such as {@code the} and {@code art}
   * @param soft whether the hyphen is one that shows at breaks only
   */
  private record Break(Pieces whole, Pieces piece, boolean soft) {
    static Break of(String first, String second) {
      String head = lastWord(first.substring(0, first.length() - 1));
      String tail = found(REST, second);
      return new Break(
          Pieces.of(head, tail),
          Pieces.of(found(LAST_PIECE, head), found(FIRST_PIECE, tail)),
          first.charAt(first.length() - 1) == SOFT_HYPHEN);
    }

    private static String lastWord(String line) {
      Matcher matcher = WORD.matcher(line);
      String last = "";
      while (matcher.find()) {
        last = matcher.group();
      }
      return last;
    }

    private static String found(Pattern pattern, String text) {
      Matcher matcher = pattern.matcher(text);
      if (!matcher.find()) {
        throw new IllegalArgumentException("not a side of a break");
      }
      return matcher.group();
    }
  }

  private record Pieces(String head, String tail) {
    static Pieces of(String head, String tail) {
      return new Pieces(key(head), key(tail));
    }

    String joined() {
      return head + tail;
    }

    String compound() {
      return head + "-" + tail;
    }
  }

  private static String key(String word) {
    return word.toLowerCase(Locale.ROOT).replace('\u2010', '-').replace('\u2019', '\'');
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
          String word = key(matcher.group());
          words.merge(word, 1, Integer::sum);
          wordsWithin++;
          hyphensWithin += word.chars().filter(c -> c == '-').count();
        }
      }
    }
  }

  private void decide(List<Integer> broken, List<Break> breaks, int lines) {
    boolean often = breaksOften(breaks.size(), lines);
    List<Join> shown = breaks.stream().map(each -> shown(each, often)).toList();
    long wholes = shown.stream().filter(Join.WITHOUT_HYPHEN::equals).count();
    long compounds = shown.stream().filter(Join.WITH_HYPHEN::equals).count();
    boolean breaksWords = often || wholes > 0 && wholes >= compounds;
    for (int i = 0; i < shown.size(); i++) {
      joins[broken.get(i)] =
          shown.get(i) != Join.NONE
              ? shown.get(i)
              : breaksWords && !oneIsAWord(breaks.get(i).piece)
                  ? Join.WITHOUT_HYPHEN
                  : Join.WITH_HYPHEN;
    }
  }

  private boolean breaksOften(int breaks, int lines) {
    return breaks >= FEWEST_BREAKS
        && breaks >= BREAKING_SHARE * lines
        && breaks > FAR_MORE_BREAKS * hyphensWithin / Math.max(1, wordsWithin) * lines;
  }

  /** What the document's other words say of a break; {@link Join#NONE} for nothing. */
  private Join shown(Break each, boolean often) {
    if (each.soft) {
      return Join.WITHOUT_HYPHEN;
    }
    Join whole = shown(each.whole, often);
    return whole == Join.NONE ? shown(each.piece, often) : whole;
  }

  /** Some languages write the same in one word or in two: a document that breaks few has these. */
  private Join shown(Pieces pieces, boolean often) {
    int joined = count(pieces.joined());
    int compound = count(pieces.compound());
    int parts = Math.min(count(pieces.head), count(pieces.tail));
    if (joined == 0 && compound == 0) {
      return Join.NONE;
    }
    boolean isOneWord = often ? joined >= compound : joined > Math.max(compound, parts);
    return isOneWord ? Join.WITHOUT_HYPHEN : Join.WITH_HYPHEN;
  }

  private boolean oneIsAWord(Pieces pieces) {
    return count(pieces.head) > 0 || count(pieces.tail) > 0;
  }

  private int count(String word) {
    return words.getOrDefault(word, 0);
  }
}
