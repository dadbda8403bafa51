package org.unabridged.outputs.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the report shows of one content. Offsets are half-open and in UTF-16 units, as in
 * JavaScript.
 *
 * @param text the canonical text
 * @param pages where its pages stand
 * @param clauses the clauses in it
 * @param summaries its summaries
 */
public record ReportContent(
    String text, List<Page> pages, List<Clause> clauses, List<Summary> summaries) {

  /** Copies the lists. */
  public ReportContent {
    pages = List.copyOf(pages);
    clauses = List.copyOf(clauses);
    summaries = List.copyOf(summaries);
  }

  /**
   * A page.
   *
   * @param kind page, slide, sheet or part
   * @param number from 1
   * @param label null when it has none
   * @param start first unit
   * @param end unit after the last
   */
  public record Page(String kind, int number, @Nullable String label, int start, int end) {}

  /**
   * A clause.
   *
   * @param question index of its question
   * @param start first unit
   * @param end unit after the last
   * @param pageFirst null where there are no pages
   * @param pageLast null where there are no pages
   * @param confidence from 0 to 1
   * @param tier how its quote was located
   * @param value null when there is none
   * @param boxes where it stands on the pages; null when that is unknown
   */
  public record Clause(
      int question,
      int start,
      int end,
      @Nullable Integer pageFirst,
      @Nullable Integer pageLast,
      double confidence,
      String tier,
      @Nullable String value,
      @Nullable List<Box> boxes) {}

  /**
   * A place on a page, in points from its left and top edge.
   *
   * @param page number of the page, from 1
   * @param left left edge
   * @param top top edge
   * @param right right edge
   * @param bottom bottom edge
   */
  public record Box(int page, long left, long top, long right, long bottom) {}

  /**
   * A summary.
   *
   * @param method how it was made
   * @param language BCP-47
   * @param sentences in order
   */
  public record Summary(String method, String language, List<Sentence> sentences) {

    /** Copies the list. */
    public Summary {
      sentences = List.copyOf(sentences);
    }
  }

  /**
   * A sentence.
   *
   * @param text the sentence
   * @param support what it rests on
   */
  public record Sentence(String text, List<Receipt> support) {

    /** Copies the list. */
    public Sentence {
      support = List.copyOf(support);
    }
  }

  /**
   * A clause that supports a sentence.
   *
   * @param content index of the content that holds it
   * @param clause index of the clause in that content
   * @param question index of its question
   */
  public record Receipt(int content, int clause, int question) {}
}
