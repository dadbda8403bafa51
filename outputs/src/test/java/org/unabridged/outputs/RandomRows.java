package org.unabridged.outputs;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of all tables with every kind of value that columns may hold, the same ones for the same
 * seed.
 */
final class RandomRows {

  /**
   * Latin, combining, Greek, Arabic, Devanagari, Han, Hangul, astral characters, line ends and
   * quotation marks.
   */
  private static final String[] SYMBOLS = {
    "a", "Z", "0", " ", "\n", "\t", "'", "\"", "\\", "é", "e\u0301", "ß", "Ω", "я", "ع", "क", "条",
    "약", "😀", "𝒜", "𐍈", "👩‍⚖️", "§", "%", "\u00a0", "\ufeff", "\uffff", "|", ",", "NULL"
  };

  private static final String RUN = "run-1";

  private final Random random;

  RandomRows(long seed) {
    this.random = new Random(seed);
  }

  Row next() {
    return switch (random.nextInt(6)) {
      case 0 -> document();
      case 1 -> text();
      case 2 -> answer();
      case 3 -> clause();
      case 4 -> summary();
      default -> context();
    };
  }

  DocumentRow document() {
    boolean failed = random.nextInt(4) == 0;
    return new DocumentRow(
        RUN,
        failed ? maybe(this::id) : id(),
        "file:/" + words(3),
        words(1),
        maybe(this::id),
        maybe(() -> "application/pdf"),
        random.nextLong(1L << 50),
        maybe(() -> random.nextInt(5000)),
        maybe(() -> "en"),
        list(3, () -> new DocumentRow.LanguageShare("pt-BR", random.nextDouble())),
        maybe(() -> random.nextLong(1L << 40)),
        maybe(() -> random.nextLong(1L << 40)),
        maybe(this::id),
        maybe(() -> words(5)),
        failed ? Status.FAILED : Status.OK,
        failed ? "parser_timeout" : null,
        failed ? words(9) : null,
        maybe(this::seconds),
        maybe(this::seconds),
        maybe(() -> random.nextInt(100)),
        maybe(this::textFacts));
  }

  private DocumentRow.TextFacts textFacts() {
    return new DocumentRow.TextFacts(
        random.nextBoolean(),
        oneOf("good", "doubtful", "poor"),
        random.nextDouble(),
        maybe(random::nextDouble),
        -seconds(),
        maybe(() -> random.nextInt(99)),
        maybe(() -> random.nextInt(99)));
  }

  TextRow text() {
    String text = words(200);
    int characters = codePoints(text);
    return new TextRow(
        RUN, id(), text, characters, random.nextBoolean(), list(4, () -> page(text)));
  }

  private TextRow.Page page(String text) {
    int end = random.nextInt(codePoints(text) + 1);
    int start = random.nextInt(end + 1);
    return new TextRow.Page(
        "sheet",
        1 + random.nextInt(99),
        maybe(() -> words(2)),
        start,
        end,
        text.offsetByCodePoints(0, start),
        text.offsetByCodePoints(0, end),
        maybe(() -> oneOf("text", "recognised", "none")),
        maybe(() -> words(3)));
  }

  AnswerRow answer() {
    return new AnswerRow(
        RUN,
        id(),
        maybe(this::id),
        "question-" + random.nextInt(41),
        "Question " + random.nextInt(41),
        oneOf("span", "date", "yes_no"),
        oneOf("found", "absent", "not_supported"),
        maybe(() -> words(3)),
        random.nextInt(100),
        maybe(random::nextDouble),
        maybe(() -> oneOf("low", "high")),
        maybe(() -> words(40)),
        random.nextInt(3));
  }

  ClauseRow clause() {
    String quote = words(30);
    int start = random.nextInt(1 << 20);
    int startUtf16 = start + random.nextInt(1 << 10);
    Integer pageFirst = maybe(() -> 1 + random.nextInt(500));
    return new ClauseRow(
        RUN,
        id(),
        id(),
        id(),
        "question-" + random.nextInt(41),
        quote,
        maybe(() -> words(2)),
        start,
        start + codePoints(quote),
        startUtf16,
        startUtf16 + quote.length(),
        pageFirst,
        pageFirst == null ? null : Integer.valueOf(pageFirst + random.nextInt(3)),
        random.nextDouble(),
        oneOf("exact", "normalised", "fuzzy"),
        list(3, this::box));
  }

  private ClauseRow.Box box() {
    double left = 600 * random.nextDouble();
    double top = 800 * random.nextDouble();
    return new ClauseRow.Box(
        1 + random.nextInt(99),
        left,
        top,
        left + 99 * random.nextDouble(),
        top + 9 * random.nextDouble());
  }

  SummaryRow summary() {
    return new SummaryRow(
        RUN,
        id(),
        maybe(this::id),
        id(),
        oneOf("en", "zh-Hant"),
        "extractive",
        words(60),
        list(5, () -> new SummaryRow.Sentence(words(12), list(3, this::support))));
  }

  private SummaryRow.Support support() {
    int start = random.nextInt(1 << 24);
    return new SummaryRow.Support(id(), "governing-law", id(), start, start + random.nextInt(900));
  }

  ContextRow context() {
    boolean failed = random.nextInt(4) == 0;
    return new ContextRow(
        RUN,
        id(),
        Stream.concat(Stream.of(id()), list(3, this::id).stream()).toList(),
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        oneOf("exact", "estimate"),
        maybe(() -> random.nextLong(1L << 40)),
        maybe(() -> random.nextLong(1L << 40)),
        maybe(() -> random.nextLong(1L << 40)),
        random.nextBoolean(),
        "clause-moe",
        "embedded",
        id(),
        "cuad",
        id(),
        maybe(() -> "3"),
        maybe(this::seconds),
        maybe(this::seconds),
        failed ? Status.FAILED : Status.OK,
        failed ? "context_overflow" : null,
        failed ? words(9) : null);
  }

  /**
   * Up to so many symbols; sometimes none, so that it is never blank by accident it ends with a
   * letter.
   */
  String words(int atMost) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, random.nextInt(atMost + 1)).forEach(i -> text.append(oneOf(SYMBOLS)));
    return text.append('x').toString();
  }

  private String id() {
    return String.format(Locale.ROOT, "%016x", random.nextLong());
  }

  private double seconds() {
    return random.nextInt(1_000_000) / 1000.0;
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private String oneOf(String... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> List<T> list(int atMost, Supplier<T> element) {
    return Stream.generate(element).limit(random.nextInt(atMost + 1)).toList();
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }
}
