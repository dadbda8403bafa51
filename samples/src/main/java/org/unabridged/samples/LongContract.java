package org.unabridged.samples;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A contract of any length: articles of ordinary provisions about deliveries, meetings, machines
 * and the like, recombined with ever different goods, places, people and figures, and clauses that
 * answer questions planted evenly through it. Each tenth of the text gets the same number of each
 * kind of clause, so that what a model finds can be compared by depth. Equal values give equal
 * texts, on any JDK; the text is written as it is made and never held in memory.
 *
 * @param seed of every random choice
 * @param characters the length aimed at, in UTF-16 units; the text ends with the first section that
 *     reaches it
 * @param clausesPerDecile how many clauses are planted in each tenth; a multiple of {@link
 *     #questionIds()}' size gives each tenth the same kinds
 */
public record LongContract(long seed, long characters, int clausesPerDecile) {

  private static final Phrasebook FILLER = Phrasebook.load("filler.txt");
  private static final Phrasebook PLANTS = Phrasebook.load("plants.txt");

  /** Room for a clause and the ordinary sections around it. */
  private static final int CHARACTERS_PER_CLAUSE = 2000;

  public LongContract {
    long least = 10L * clausesPerDecile * CHARACTERS_PER_CLAUSE;
    if (clausesPerDecile < 1 || characters < least) {
      throw new IllegalArgumentException(
          "%d clauses in each tenth need at least 1 clause and %d characters, not %d"
              .formatted(clausesPerDecile, least, characters));
    }
  }

  /** The kinds of clauses that are planted. */
  public static List<String> questionIds() {
    return PLANTS.names();
  }

  /**
   * Writes the contract.
   *
   * @return the planted clauses in order of their offsets, which count from the first unit written
   *     by this call
   */
  public List<PlantedClause> writeTo(Appendable out) throws IOException {
    return new Draft(out).write();
  }

  /** What is to be planted where: a depth in characters, not yet an offset. */
  private record Plan(String questionId, long depth, int decile) {}

  private List<Plan> plans(Random random) {
    List<Plan> plans = new ArrayList<>();
    for (int decile = 0; decile < 10; decile++) {
      List<String> kinds = new ArrayList<>();
      for (int i = 0; i < clausesPerDecile; i++) {
        kinds.add(questionIds().get(i % questionIds().size()));
      }
      Collections.shuffle(kinds, random);
      for (int i = 0; i < clausesPerDecile; i++) {
        double tenths = decile + (i + 0.1 + 0.6 * random.nextDouble()) / clausesPerDecile;
        plans.add(new Plan(kinds.get(i), (long) (characters * tenths / 10), decile));
      }
    }
    return plans;
  }

  /** The state of one call of {@link #writeTo}. */
  private final class Draft {

    private final Appendable out;
    private final Random random = new Random(seed);
    private final Wording wording = new Wording(random);
    private final List<PlantedClause> planted = new ArrayList<>();
    private long length;
    private int article;
    private int section;
    private int sectionsLeft;
    private List<String> topic = List.of();
    private final Deque<String> phrases = new ArrayDeque<>();

    Draft(Appendable out) {
      this.out = out;
    }

    List<PlantedClause> write() throws IOException {
      append("FRAMEWORK AGREEMENT FOR WORKS, GOODS AND SERVICES\n\n");
      for (Plan plan : plans(random)) {
        fillTo(plan.depth());
        plant(plan);
      }
      fillTo(characters);
      return List.copyOf(planted);
    }

    private void fillTo(long depth) throws IOException {
      while (length < depth) {
        if (sectionsLeft == 0) {
          startArticle();
        }
        startSection();
        int sentences = 2 + random.nextInt(3);
        for (int i = 0; i < sentences; i++) {
          append(" " + wording.fill(nextPhrase()));
        }
        append("\n\n");
        sectionsLeft--;
      }
    }

    private void plant(Plan plan) throws IOException {
      startSection();
      append(" ");
      String quote = wording.fill(wording.draw(PLANTS.group(plan.questionId())));
      planted.add(
          new PlantedClause(
              plan.questionId(), length, length + quote.length(), quote, plan.decile()));
      append(quote + "\n\n");
    }

    private void startArticle() throws IOException {
      article++;
      section = 0;
      sectionsLeft = 3 + random.nextInt(6);
      String title = wording.draw(FILLER.names());
      topic = FILLER.group(title);
      phrases.clear();
      wording.drawPair();
      append("ARTICLE %d. %s\n\n".formatted(article, title.toUpperCase(Locale.ROOT)));
      if (random.nextInt(6) == 0) {
        appendTable();
      }
    }

    /** Uses every phrase of the topic once before any of them again. */
    private String nextPhrase() {
      if (phrases.isEmpty()) {
        List<String> shuffled = new ArrayList<>(topic);
        Collections.shuffle(shuffled, random);
        phrases.addAll(shuffled);
      }
      return phrases.remove();
    }

    private void startSection() throws IOException {
      section++;
      append("%d.%d".formatted(article, section));
    }

    private void appendTable() throws IOException {
      append(wording.fill("Table of {goods}, edition of {date}\n"));
      int rows = 3 + random.nextInt(9);
      for (int i = 0; i < rows; i++) {
        append(wording.fill("{code}\t{goods}\t{place}\t{count}\t{amount}\n"));
      }
      append("\n");
    }

    private void append(String text) throws IOException {
      out.append(text);
      length += text.length();
    }
  }
}
