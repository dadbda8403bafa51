package org.unabridged.inference.grounding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Generated texts with a passage in each, and what a model would say about where it stands. */
final class GroundingCases {

  /** How the anchor differs from the text. */
  enum Kind {
    EXACT,
    RESPACED,
    RECASED,
    HYPHENATED,
    REPEATED,
    CHINESE,
    ARABIC,
    WRONG_LINES,
    TYPING_ERROR,
    INVENTED
  }

  /**
   * A text, an anchor, and the truth.
   *
   * @param start of the passage; negative if there is none
   */
  record Case(Kind kind, String text, Anchor anchor, int start, int end) {}

  private static final int PASSAGES = 40;
  private static final String SYLLABLES =
      "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu";

  private final Random random;
  private final Kind kind;
  private final StringBuilder text = new StringBuilder();
  private final List<int[]> passages = new ArrayList<>();

  private GroundingCases(Kind kind, long seed) {
    this.kind = kind;
    this.random = new Random(seed);
  }

  static Case of(Kind kind, long seed) {
    return new GroundingCases(kind, seed).make();
  }

  private Case make() {
    List<String> repeated = words();
    for (int i = 0; i < PASSAGES; i++) {
      boolean again = kind == Kind.REPEATED && i % 10 == 5;
      add(again ? repeated : words());
    }
    int[] passage = passages.get(5 + 10 * random.nextInt(3));
    String content = text.toString();
    NumberedLines lines = NumberedLines.of(content);
    int firstLine = lines.numberAt(passage[0]);
    int lastLine = lines.numberAt(passage[1] - 1);
    if (kind == Kind.WRONG_LINES) {
      int off = random.nextInt(60) - 30;
      firstLine += off;
      lastLine += off;
    }
    if (kind == Kind.INVENTED) {
      Anchor anchor = new Anchor(firstLine, lastLine, join(words(), 5), join(words(), 5));
      return new Case(kind, content, anchor, -1, -1);
    }
    String source = content.substring(passage[0], passage[1]);
    Anchor anchor = new Anchor(firstLine, lastLine, said(first(source)), said(last(source)));
    return new Case(kind, content, anchor, passage[0], passage[1]);
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    int count = 14 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      words.add(word(i == 0));
    }
    return words;
  }

  private String word(boolean first) {
    StringBuilder word = new StringBuilder();
    int length = 2 + random.nextInt(3);
    for (int i = 0; i < length; i++) {
      switch (kind) {
        case CHINESE -> word.append((char) (0x4e00 + random.nextInt(0x3000)));
        case ARABIC -> word.append((char) (0x628 + random.nextInt(18)));
        default -> word.append(SYLLABLES.split(" ")[random.nextInt(20)]);
      }
    }
    return first
        ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)
        : word.toString();
  }

  private void add(List<String> words) {
    int start = text.length();
    int column = 0;
    for (int i = 0; i < words.size(); i++) {
      if (i > 0 && kind != Kind.CHINESE) {
        text.append(column > 70 ? "\n" : " ");
        column = column > 70 ? 0 : column;
      }
      text.append(hyphenated(words.get(i)));
      column += words.get(i).length() + 1;
    }
    text.append(kind == Kind.CHINESE ? "。" : ".");
    passages.add(new int[] {start, text.length()});
    text.append(random.nextBoolean() ? "\n\n" : kind == Kind.CHINESE ? "" : " ");
  }

  private String hyphenated(String word) {
    boolean torn = kind == Kind.HYPHENATED && random.nextInt(3) == 0;
    return torn ? word.substring(0, 2) + "-\n   " + word.substring(2) : word;
  }

  private static String join(List<String> words, int count) {
    return String.join(" ", words.subList(0, count));
  }

  private String first(String source) {
    return kind == Kind.CHINESE
        ? source.substring(0, 12)
        : joined(source).replaceFirst("^((?:\\S+ ){5}).*$", "$1");
  }

  private String last(String source) {
    return kind == Kind.CHINESE
        ? source.substring(source.length() - 12)
        : joined(source).replaceFirst("^.*?((?: \\S+){5})$", "$1");
  }

  private static String joined(String source) {
    return source.replaceAll("-\n +", "").replaceAll("\\s+", " ");
  }

  private String said(String words) {
    return switch (kind) {
      case RESPACED -> words.strip().replace(" ", random.nextBoolean() ? "  " : "\u00a0\n");
      case RECASED -> words.toUpperCase(Locale.ROOT);
      case TYPING_ERROR -> mistyped(words.strip());
      case INVENTED, EXACT, HYPHENATED, REPEATED, CHINESE, ARABIC, WRONG_LINES -> words.strip();
    };
  }

  private String mistyped(String words) {
    int at = 1 + random.nextInt(words.length() - 3);
    return switch (random.nextInt(3)) {
      case 0 -> words.substring(0, at) + "q" + words.substring(at);
      case 1 -> words.substring(0, at) + words.substring(at + 1);
      default -> words.substring(0, at) + "q" + words.substring(at + 1);
    };
  }
}
