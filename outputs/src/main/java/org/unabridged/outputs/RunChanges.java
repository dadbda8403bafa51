package org.unabridged.outputs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.RunChange.Kind;
import org.unabridged.outputs.RunChange.Subject;
import org.unabridged.outputs.report.ReportIndex.ChangedAnswer;
import org.unabridged.outputs.report.ReportIndex.ChangedClause;
import org.unabridged.outputs.report.ReportIndex.Changes;
import org.unabridged.outputs.report.ReportIndex.Moved;

/**
 * What is different between two runs, as the report lists it.
 *
 * @param before the rows of the earlier run
 * @param after those of the later run
 * @param differences all documents and clauses that are different
 */
record RunChanges(ReportRows before, ReportRows after, List<RunChange> differences) {
  /** More are counted, not listed. */
  private static final int LISTED = 1000;

  /** Enough of a clause to see what it is about; the whole stands in its document. */
  private static final int QUOTED = 300;

  Changes between(String previousRun, JsonNode runBefore, JsonNode runAfter) {
    Map<String, Moved> moved = moved();
    Map<String, DocumentRow> old = new HashMap<>();
    before.documents().forEach(row -> old.put(row.uri(), row));
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<ChangedAnswer> answers = new ArrayList<>();
    int count = 0;
    for (int number = 0; number < after.documents().size(); number++) {
      DocumentRow row = after.documents().get(number);
      Moved move = moved.get(row.uri());
      DocumentRow was = old.remove(move == null ? row.uri() : move.from());
      if (was == null) {
        added.add(row.uri());
        continue;
      }
      if (!Objects.equals(was.documentId(), row.documentId())) {
        changed.add(row.uri());
      }
      count += answers(number, was, row, answers);
    }
    List<RunChange> clauses = clauses();
    return new Changes(
        previousRun,
        null,
        !runBefore.at("/model/fingerprint").equals(runAfter.at("/model/fingerprint")),
        !questions(runBefore).equals(questions(runAfter)),
        added,
        old.keySet().stream().sorted().toList(),
        moved.values().stream().toList(),
        changed,
        answers,
        count,
        listed(clauses),
        clauses.size());
  }

  /** By the address now. */
  private Map<String, Moved> moved() {
    Map<String, Moved> moved = new LinkedHashMap<>();
    for (RunChange change : differences) {
      String from = change.uriBefore();
      if (change.subject() == Subject.DOCUMENT && change.kind() == Kind.MOVED && from != null) {
        moved.put(change.uri(), new Moved(from, change.uri()));
      }
    }
    return moved;
  }

  /** Those of documents that both runs have: of the others, all clauses are new or gone. */
  private List<RunChange> clauses() {
    return differences.stream()
        .filter(change -> change.subject() == Subject.CLAUSE)
        .filter(change -> change.uriBefore() != null && change.documentIdAfter() != null)
        .toList();
  }

  private List<ChangedClause> listed(List<RunChange> clauses) {
    Map<String, Integer> documents = new HashMap<>();
    for (int number = 0; number < after.documents().size(); number++) {
      documents.put(after.documents().get(number).uri(), number);
    }
    Map<String, Integer> questions = new HashMap<>();
    for (int number = 0; number < after.questions().size(); number++) {
      questions.put(after.questions().get(number).id(), number);
    }
    return clauses.stream()
        .limit(LISTED)
        .map(
            change ->
                new ChangedClause(
                    Objects.requireNonNull(documents.get(change.uri())),
                    questions.get(change.questionId()),
                    change.kind().name().toLowerCase(Locale.ROOT),
                    quoted(change.before()),
                    quoted(change.after())))
        .toList();
  }

  private static @Nullable String quoted(RunChange.@Nullable Side side) {
    if (side == null || side.text().codePointCount(0, side.text().length()) <= QUOTED) {
      return side == null ? null : side.text();
    }
    return side.text().substring(0, side.text().offsetByCodePoints(0, QUOTED)) + " …";
  }

  private static JsonNode questions(JsonNode run) {
    return run.at("/configuration/question_fingerprint");
  }

  private int answers(int number, DocumentRow was, DocumentRow row, List<ChangedAnswer> answers) {
    int count = 0;
    for (int question = 0; question < after.questions().size(); question++) {
      String id = after.questions().get(question).id();
      String then = said(before.answer(was.documentId(), id));
      String now = said(after.answer(row.documentId(), id));
      if (!then.equals(now)) {
        count++;
        if (answers.size() < LISTED) {
          answers.add(new ChangedAnswer(number, question, then, now));
        }
      }
    }
    return count;
  }

  private static String said(@Nullable AnswerRow answer) {
    if (answer == null) {
      return "not asked";
    }
    String state = answer.state().replace('_', ' ');
    return answer.value() == null ? state : state + ": " + answer.value();
  }
}
