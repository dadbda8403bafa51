package org.unabridged.outputs.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the report shows of all documents; it is read before any text.
 *
 * @param run the run's {@code run.json}
 * @param questions the questions, in the order of the columns
 * @param documents the rows of the table
 * @param contents what was read and answered; several documents may have the same bytes
 * @param confidences number of clauses by confidence, in ten equal bins from 0 to 1
 * @param cost price of all inferences; null when none had one
 * @param changes what is different from the run before; null when there was none
 */
public record ReportIndex(
    JsonNode run,
    List<Question> questions,
    List<Document> documents,
    List<Content> contents,
    List<Integer> confidences,
    @Nullable Double cost,
    @Nullable Changes changes) {

  /** Copies the lists. */
  public ReportIndex {
    questions = List.copyOf(questions);
    documents = List.copyOf(documents);
    contents = List.copyOf(contents);
    confidences = List.copyOf(confidences);
  }

  /**
   * A column.
   *
   * @param id kebab case
   * @param title for people
   * @param type type of the answer
   */
  public record Question(String id, String title, String type) {}

  /**
   * A row.
   *
   * @param content index of its content; null when nothing of it was read
   * @param name the last part of the address
   * @param uri the address
   * @param title null when it has none
   * @param mediaType null when unknown
   * @param pages null where there are none
   * @param language main language; null without text
   * @param tokens null when not counted
   * @param quality how far the text can be trusted; null without text
   * @param partial whether a part of the text is missing; null without text
   * @param failure null when nothing failed
   */
  public record Document(
      @Nullable Integer content,
      String name,
      String uri,
      @Nullable String title,
      @Nullable String mediaType,
      @Nullable Integer pages,
      @Nullable String language,
      @Nullable Long tokens,
      @Nullable String quality,
      @Nullable Boolean partial,
      @Nullable Failure failure) {}

  /**
   * Why a document has no answers.
   *
   * @param category lower-case snake
   * @param message for people
   */
  public record Failure(String category, String message) {}

  /**
   * The answers about one content.
   *
   * @param states a digit for each question, see {@link #STATES}
   * @param cells the answers about which there is more to say
   * @param reading how the model read it; null when it was not asked
   */
  public record Content(String states, List<Cell> cells, @Nullable Reading reading) {
    /** The states in the order of their digits; the script has the same list. */
    public static final List<String> STATES =
        List.of("found", "absent", "conflicting", "not_supported", "failed", "not_asked");

    /** Copies the list. */
    public Content {
      cells = List.copyOf(cells);
    }
  }

  /**
   * One pass of a model.
   *
   * @param model its name
   * @param sent tokens handed to it
   * @param seen tokens that it says it read; null when it gave no answer
   * @param whole whether it read all that it was sent
   * @param documents how many documents it read together
   */
  public record Reading(
      String model, long sent, @Nullable Long seen, boolean whole, int documents) {}

  /**
   * An answer.
   *
   * @param question index of the question
   * @param value normalised value; null when there is none
   * @param risk null when there is none
   * @param rationale null when there is none
   * @param unlocated quotes that are not in the text; null when there are none
   */
  public record Cell(
      int question,
      @Nullable String value,
      @Nullable String risk,
      @Nullable String rationale,
      @Nullable Integer unlocated) {}

  /**
   * The differences from the run before.
   *
   * @param previousRun its id
   * @param problem why it could not be read; null when it could
   * @param modelChanged whether another model answered
   * @param questionsChanged whether other questions were asked
   * @param added addresses that are new
   * @param removed addresses that are gone
   * @param moved documents that stand elsewhere with the same bytes
   * @param changed addresses with other bytes
   * @param answers the first of the answers that are different
   * @param answerCount how many are different in all
   * @param clauses the first of the clauses that are different in documents that both runs have
   * @param clauseCount how many are different in all
   */
  public record Changes(
      String previousRun,
      @Nullable String problem,
      boolean modelChanged,
      boolean questionsChanged,
      List<String> added,
      List<String> removed,
      List<Moved> moved,
      List<String> changed,
      List<ChangedAnswer> answers,
      int answerCount,
      List<ChangedClause> clauses,
      int clauseCount) {

    /** Copies the lists. */
    public Changes {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
      moved = List.copyOf(moved);
      clauses = List.copyOf(clauses);
      changed = List.copyOf(changed);
      answers = List.copyOf(answers);
    }

    /** A run before that could not be read, and why. */
    public static Changes unreadable(String previousRun, String problem) {
      return new Changes(
          previousRun,
          problem,
          false,
          false,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          0,
          List.of(),
          0);
    }
  }

  /**
   * A document that moved.
   *
   * @param from its address then
   * @param to its address now
   */
  public record Moved(String from, String to) {}

  /**
   * A clause that is different.
   *
   * @param document index of the document
   * @param question index of the question; null when it is not asked any more
   * @param kind added, removed, changed or moved
   * @param before its words then; null when there were none
   * @param after its words now; null when there are none
   */
  public record ChangedClause(
      int document,
      @Nullable Integer question,
      String kind,
      @Nullable String before,
      @Nullable String after) {}

  /**
   * An answer that is different.
   *
   * @param document index of the document
   * @param question index of the question
   * @param before state and value then
   * @param after state and value now
   */
  public record ChangedAnswer(int document, int question, String before, String after) {}
}
