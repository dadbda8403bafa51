package org.unabridged.outputs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.report.ReportIndex.ChangedAnswer;
import org.unabridged.outputs.report.ReportIndex.Changes;

/** What is different between two runs: documents by their addresses, answers by their questions. */
record RunChanges(ReportRows before, ReportRows after) {
  /** More are counted, not listed. */
  private static final int LISTED_ANSWERS = 1000;

  Changes between(String previousRun, JsonNode runBefore, JsonNode runAfter) {
    Map<String, DocumentRow> old = new HashMap<>();
    before.documents().forEach(row -> old.put(row.uri(), row));
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<ChangedAnswer> answers = new ArrayList<>();
    int count = 0;
    for (int number = 0; number < after.documents().size(); number++) {
      DocumentRow row = after.documents().get(number);
      DocumentRow was = old.remove(row.uri());
      if (was == null) {
        added.add(row.uri());
        continue;
      }
      if (!Objects.equals(was.documentId(), row.documentId())) {
        changed.add(row.uri());
      }
      count += answers(number, was, row, answers);
    }
    return new Changes(
        previousRun,
        null,
        !runBefore.at("/model/fingerprint").equals(runAfter.at("/model/fingerprint")),
        !questions(runBefore).equals(questions(runAfter)),
        added,
        old.keySet().stream().sorted().toList(),
        changed,
        answers,
        count);
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
        if (answers.size() < LISTED_ANSWERS) {
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
