package org.unabridged.pipeline.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.pipeline.admission.LastRun.Seen;

/**
 * Why one input file is done again or not.
 *
 * @param uri the file
 * @param decision what is done with it
 * @param reason why, for people
 */
public record Explanation(String uri, Decision decision, String reason) {
  /** What a run does with a file. */
  public enum Decision {
    /** Its results are taken as they are. */
    KEPT,
    /** It is parsed before, so only the model reads it. */
    INFERRED,
    /** It is parsed, and read by the model. */
    PARSED,
    /** It waits for another run. */
    LEFT
  }

  /**
   * Explains every file, in the order of the addresses.
   *
   * @param parserFingerprint how this run parses
   * @param questionFingerprint what it asks
   * @param modelFingerprint whom it asks
   */
  public static List<Explanation> of(
      Admission admission,
      LastRun lastRun,
      String parserFingerprint,
      String questionFingerprint,
      String modelFingerprint) {
    Reasons reasons =
        new Reasons(lastRun, parserFingerprint, questionFingerprint, modelFingerprint);
    List<Explanation> all = new ArrayList<>();
    admission.finished().forEach(unit -> reasons.explain(unit, null, all));
    admission.admitted().forEach(unit -> reasons.explain(unit, null, all));
    admission.left().forEach(left -> reasons.explain(left.unit(), left.reason(), all));
    all.sort(java.util.Comparator.comparing(Explanation::uri));
    return all;
  }

  private record Reasons(
      LastRun lastRun,
      String parserFingerprint,
      String questionFingerprint,
      String modelFingerprint) {
    void explain(WorkUnit unit, @Nullable String leftReason, List<Explanation> sink) {
      for (int i = 0; i < unit.files().size(); i++) {
        String uri = unit.files().get(i).uri();
        ReadFile identity = unit.identities().isEmpty() ? null : unit.identities().get(i);
        Decision decision = leftReason == null ? decision(unit.standing()) : Decision.LEFT;
        String reason = reason(uri, unit, identity);
        sink.add(
            new Explanation(
                uri, decision, leftReason == null ? reason : leftReason + "; " + reason));
      }
    }

    private static Decision decision(Standing standing) {
      return switch (standing) {
        case FINISHED -> Decision.KEPT;
        case TO_INFER -> Decision.INFERRED;
        case TO_PARSE -> Decision.PARSED;
      };
    }

    private String reason(String uri, WorkUnit unit, @Nullable ReadFile identity) {
      Seen seen = lastRun.find(uri);
      if (identity != null && identity.unreadableReason() != null) {
        return "it cannot be read: " + identity.unreadableReason();
      }
      if (unit.standing() == Standing.FINISHED) {
        return finished(seen, identity);
      }
      if (seen == null) {
        return "it is not in the last finished run";
      }
      if (seen.isLeftOver()) {
        return "the last run left it over";
      }
      if (seen.failure() != null) {
        return "it failed in the last run (" + seen.failure().label() + ")";
      }
      if (identity != null && !Objects.equals(identity.fileId(), seen.documentId())) {
        return "its bytes changed";
      }
      return changed(unit);
    }

    private static String finished(@Nullable Seen seen, @Nullable ReadFile identity) {
      boolean same =
          seen != null && identity != null && Objects.equals(seen.documentId(), identity.fileId());
      return same ? "unchanged" : "an earlier run, or the same bytes at another place, finished it";
    }

    /** The same bytes went well last time, and yet there is something to do. */
    private String changed(WorkUnit unit) {
      List<String> changes = new ArrayList<>();
      if (differs(parserFingerprint, lastRun.parserFingerprint())) {
        changes.add("the configuration of the parser changed");
      }
      if (differs(modelFingerprint, lastRun.modelFingerprint())) {
        changes.add("the model changed");
      }
      if (differs(questionFingerprint, lastRun.questionFingerprint())) {
        changes.add("the questions changed");
      }
      if (!changes.isEmpty()) {
        return String.join(", ", changes);
      }
      return unit.files().size() > 1
          ? "another document of its folder changed"
          : "the state store no longer has its results";
    }

    private static boolean differs(String now, @Nullable String then) {
      return then != null && !then.equals(now);
    }
  }
}
