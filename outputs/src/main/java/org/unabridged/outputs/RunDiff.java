package org.unabridged.outputs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.RunChange.Cause;
import org.unabridged.outputs.RunChange.Kind;
import org.unabridged.outputs.RunChange.Side;
import org.unabridged.outputs.RunChange.Subject;
import org.unabridged.outputs.arrow.ArrowSchemas;
import org.unabridged.outputs.columns.TableFile;
import org.unabridged.outputs.parquet.ParquetTableFile;

/**
 * What is different between two runs, and why. Documents are compared by their addresses, then by
 * their bytes; clauses by their places, then by their words. The clauses of documents about which
 * nothing changed are not even held in memory.
 */
public final class RunDiff {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Edition before;
  private final Edition after;
  private final List<RunChange> changes = new ArrayList<>();

  private RunDiff(Edition before, Edition after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Compares two runs.
   *
   * @param before folder of the earlier run
   * @param after folder of the later run
   * @param leastConfidence clauses of which neither side reaches this are left out
   * @return documents first, in order of their addresses, then clauses
   */
  public static List<RunChange> between(Path before, Path after, double leastConfidence)
      throws IOException {
    RunDiff diff = new RunDiff(Edition.read(before), Edition.read(after));
    diff.compare(leastConfidence);
    return List.copyOf(diff.changes);
  }

  /** Writes changes as one Parquet file, whole or not at all. */
  public static void write(List<RunChange> changes, Path file) throws IOException {
    Path partial = file.resolveSibling("." + file.getFileName());
    try (WritableByteChannel channel = Channels.newChannel(Files.newOutputStream(partial));
        TableFile table =
            ParquetTableFile.open(
                channel,
                RunChange.shape(),
                Map.of("ARROW:schema", ArrowSchemas.encoded(RunChange.shape())))) {
      for (RunChange change : changes) {
        table.write(change.cells());
      }
      table.finish();
    }
    Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** One document at its place, then and now; not both are null. */
  private record Pair(@Nullable DocumentRow then, @Nullable DocumentRow now) {
    @Nullable String idBefore() {
      return then == null ? null : then.documentId();
    }

    @Nullable String idAfter() {
      return now == null ? null : now.documentId();
    }

    String uri() {
      return Objects.requireNonNull(now == null ? then : now).uri();
    }
  }

  /** What one run says, but for its clauses. */
  private record Edition(
      Path folder,
      Map<String, DocumentRow> documents,
      Map<String, ContextRow> contexts,
      JsonNode facts) {
    static Edition read(Path folder) throws IOException {
      Map<String, DocumentRow> documents = new LinkedHashMap<>();
      Map<String, ContextRow> contexts = new HashMap<>();
      TableReader.read(
          folder,
          Table.DOCUMENTS,
          row -> {
            DocumentRow document = (DocumentRow) row;
            documents.put(document.uri(), document);
          });
      TableReader.read(
          folder,
          Table.CONTEXTS,
          row -> {
            ContextRow context = (ContextRow) row;
            contexts.put(context.contextId(), context);
          });
      Path json = folder.resolve("run.json");
      return new Edition(
          folder, documents, contexts, Files.exists(json) ? facts(json) : JSON.createObjectNode());
    }

    private static JsonNode facts(Path json) throws IOException {
      try {
        return JSON.readTree(json.toFile());
      } catch (JsonProcessingException e) {
        throw new IOException(json + " is damaged: " + e.getOriginalMessage(), e);
      }
    }

    @Nullable ContextRow context(@Nullable DocumentRow document) {
      return document == null || document.contextId() == null
          ? null
          : contexts.get(document.contextId());
    }

    String fact(String pointer) {
      return facts.at(pointer).asText("");
    }

    /** Clauses of some documents by document and question. */
    Map<String, Map<String, List<ClauseRow>>> clauses(Set<String> documentIds) {
      Map<String, Map<String, List<ClauseRow>>> clauses = new HashMap<>();
      TableReader.read(
          folder,
          Table.CLAUSES,
          row -> {
            ClauseRow clause = (ClauseRow) row;
            if (documentIds.contains(clause.documentId())) {
              clauses
                  .computeIfAbsent(clause.documentId(), unknown -> new HashMap<>())
                  .computeIfAbsent(clause.questionId(), unknown -> new ArrayList<>())
                  .add(clause);
            }
          });
      return clauses;
    }
  }

  private void compare(double leastConfidence) {
    List<Pair> pairs = pairs();
    pairs.forEach(this::document);
    List<Pair> affected =
        pairs.stream().filter(pair -> !causes(pair).isEmpty() || alone(pair)).toList();
    clauses(affected, leastConfidence);
  }

  private List<Pair> pairs() {
    Map<String, DocumentRow> gone = new LinkedHashMap<>(before.documents());
    List<DocumentRow> fresh = new ArrayList<>();
    List<Pair> pairs = new ArrayList<>();
    for (DocumentRow now : after.documents().values()) {
      DocumentRow then = gone.remove(now.uri());
      if (then == null) {
        fresh.add(now);
      } else {
        pairs.add(new Pair(then, now));
      }
    }
    Map<String, DocumentRow> goneById = new HashMap<>();
    gone.values().forEach(row -> goneById.put(String.valueOf(row.documentId()), row));
    for (DocumentRow now : fresh) {
      DocumentRow then = now.documentId() == null ? null : goneById.remove(now.documentId());
      if (then != null) {
        gone.remove(then.uri());
      }
      pairs.add(new Pair(then, now));
    }
    gone.values().forEach(then -> pairs.add(new Pair(then, null)));
    pairs.sort(Comparator.comparing(Pair::uri));
    return pairs;
  }

  private static boolean alone(Pair pair) {
    return pair.then() == null || pair.now() == null;
  }

  private void document(Pair pair) {
    Kind kind = kind(pair);
    if (kind != null) {
      changes.add(change(Subject.DOCUMENT, kind, pair, null, side(pair.then()), side(pair.now())));
    }
  }

  private static @Nullable Side side(@Nullable DocumentRow row) {
    return row == null ? null : Side.of(row);
  }

  private static @Nullable Kind kind(Pair pair) {
    DocumentRow then = pair.then();
    DocumentRow now = pair.now();
    if (then == null) {
      return Kind.ADDED;
    }
    if (now == null) {
      return Kind.REMOVED;
    }
    if (!Objects.equals(then.documentId(), now.documentId())
        || !Objects.equals(then.failureCategory(), now.failureCategory())) {
      return Kind.CHANGED;
    }
    return then.uri().equals(now.uri()) ? null : Kind.MOVED;
  }

  private RunChange change(
      Subject subject,
      Kind kind,
      Pair pair,
      @Nullable String questionId,
      @Nullable Side then,
      @Nullable Side now) {
    return new RunChange(
        subject,
        kind,
        List.copyOf(causes(pair)),
        pair.uri(),
        pair.then() == null ? null : pair.then().uri(),
        pair.idBefore(),
        pair.idAfter(),
        questionId,
        then,
        now);
  }

  /** Empty exactly when the answers about a document that both runs have must be the same. */
  private Set<Cause> causes(Pair pair) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    if (alone(pair) || !Objects.equals(pair.idBefore(), pair.idAfter())) {
      causes.add(Cause.DOCUMENT);
    }
    if (alone(pair)) {
      return causes;
    }
    addFacts(causes);
    ContextRow then = before.context(pair.then());
    ContextRow now = after.context(pair.now());
    String promptBefore = then == null ? null : then.promptVersion();
    String promptAfter = now == null ? null : now.promptVersion();
    if (promptBefore != null && promptAfter != null && !promptBefore.equals(promptAfter)) {
      causes.add(Cause.PROMPT);
    }
    if (causes.isEmpty() && !outcome(pair.then()).equals(outcome(pair.now()))) {
      causes.add(Cause.OUTCOME);
    }
    return causes;
  }

  private void addFacts(Set<Cause> causes) {
    if (differs("/configuration/parser_fingerprint")) {
      causes.add(Cause.PARSER);
    }
    if (differs("/configuration/question_fingerprint")) {
      causes.add(Cause.QUESTIONS);
    }
    if (differs("/model/fingerprint")) {
      causes.add(Cause.MODEL);
    }
  }

  private boolean differs(String pointer) {
    return !before.fact(pointer).equals(after.fact(pointer));
  }

  /**
   * Documents that are read together with others have another outcome when one of these changes.
   */
  private static String outcome(@Nullable DocumentRow row) {
    return row == null ? "" : row.contextId() + " " + row.failureCategory();
  }

  private void clauses(List<Pair> affected, double leastConfidence) {
    Map<String, Map<String, List<ClauseRow>>> old = before.clauses(ids(affected, Pair::idBefore));
    Map<String, Map<String, List<ClauseRow>>> young = after.clauses(ids(affected, Pair::idAfter));
    Set<String> done = new HashSet<>();
    for (Pair pair : affected) {
      // The same bytes at several places have their clauses once.
      if (done.add(pair.idBefore() + " " + pair.idAfter())) {
        clauses(
            pair,
            old.getOrDefault(String.valueOf(pair.idBefore()), Map.of()),
            young.getOrDefault(String.valueOf(pair.idAfter()), Map.of()),
            leastConfidence);
      }
    }
  }

  private static Set<String> ids(
      List<Pair> pairs, java.util.function.Function<Pair, @Nullable String> side) {
    Set<String> ids = new LinkedHashSet<>();
    for (Pair pair : pairs) {
      String id = side.apply(pair);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  private void clauses(
      Pair pair,
      Map<String, List<ClauseRow>> old,
      Map<String, List<ClauseRow>> young,
      double leastConfidence) {
    Set<String> questions = new TreeSet<>(old.keySet());
    questions.addAll(young.keySet());
    for (String question : questions) {
      new ClauseChanges(
              old.getOrDefault(question, List.of()),
              young.getOrDefault(question, List.of()),
              (kind, then, now) -> clause(pair, question, kind, then, now, leastConfidence))
          .find();
    }
  }

  private void clause(
      Pair pair,
      String question,
      Kind kind,
      List<ClauseRow> then,
      List<ClauseRow> now,
      double leastConfidence) {
    boolean certain =
        then.stream().anyMatch(clause -> clause.confidence() >= leastConfidence)
            || now.stream().anyMatch(clause -> clause.confidence() >= leastConfidence);
    if (certain) {
      Side left = then.isEmpty() ? null : Side.of(then.get(0));
      Side right = now.isEmpty() ? null : Side.of(now.get(0));
      changes.add(change(Subject.CLAUSE, kind, pair, question, left, right));
    }
  }
}
