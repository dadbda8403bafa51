package org.unabridged.inference.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Finding;
import org.unabridged.inference.Finding.Verdict;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.decoding.JsonSchema;
import org.unabridged.inference.decoding.JsonSchemas;
import org.unabridged.inference.remote.dialect.AnswerSchema;
import org.unabridged.inference.remote.dialect.Capability;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerDescription;
import org.unabridged.inference.remote.dialect.ServerFailure;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.transport.ReplicaHealth;

/** Tries, on real requests, whether a model's servers do what a run needs of them. */
final class Examination {
  private static final JsonSchema MARKS = new JsonSchema.ObjectOf(Marks.members());
  private static final AnswerSchema SCHEMA = new AnswerSchema("marks", JsonSchemas.text(MARKS));
  private static final int ANSWER_TOKENS = 128;

  /** Of the line below in the family's vocabulary, about. */
  private static final int TOKENS_PER_LINE = 24;

  private static final String LINE =
      "%d| The parties shall keep item %d of this schedule for the term of the agreement.\n";
  private static final String QUESTION =
      Marks.request()
          + "Answer in JSON of this form: {\"start_mark\": \"…\", \"end_mark\": \"…\"}\n";

  private final RemoteModel model;
  private final long tokens;
  private final List<Finding> findings = new ArrayList<>();

  Examination(RemoteModel model, long tokens) {
    this.model = model;
    this.tokens = tokens;
  }

  List<Finding> run() {
    for (Route route : model.routes()) {
      if (replicas(route)) {
        self(route);
        reading(route);
      }
    }
    return List.copyOf(findings);
  }

  private void note(String subject, Verdict verdict, String detail) {
    findings.add(new Finding(subject, verdict, detail));
  }

  private boolean replicas(Route route) {
    boolean any = false;
    for (ReplicaHealth replica : route.server().health().join()) {
      ServerFailure failure = replica.failure();
      any |= failure == null;
      note(
          "reachable",
          failure == null ? Verdict.GOOD : Verdict.BAD,
          failure == null
              ? replica.replica() + " in " + replica.roundTrip().toMillis() + " ms"
              : String.valueOf(failure.getMessage()));
    }
    return any;
  }

  private void self(Route route) {
    ServerDescription said;
    try {
      said = route.server().describe().join();
    } catch (CompletionException e) {
      note("model", Verdict.WARNING, "the server does not say what it has: " + reason(e));
      return;
    }
    String wanted = model.profile().model();
    boolean there = said.models().contains(wanted);
    note(
        "model",
        there ? Verdict.GOOD : said.models().isEmpty() ? Verdict.WARNING : Verdict.BAD,
        there
            ? wanted
            : "no '" + wanted + "' among those of the server: " + String.join(", ", said.models()));
    window(said.window());
  }

  private void window(@Nullable Long window) {
    if (window == null) {
      note(
          "window",
          Verdict.WARNING,
          "the server does not say; the profile's %d tokens are believed, and each request proves"
                  .formatted(model.profile().window())
              + " what was read");
    } else {
      boolean less = window < model.profile().window();
      note(
          "window",
          less ? Verdict.WARNING : Verdict.GOOD,
          window + " tokens" + (less ? ", less than the model's " + model.profile().window() : ""));
    }
  }

  /** One text with its two marks, asked about twice. */
  private void reading(Route route) {
    Marks marks = Marks.draw();
    String text = marks.around(lines());
    ServerRequest request = request(text, QUESTION);
    Counted count = counted(route, request);
    if (count == null) {
      return;
    }
    ServerRequest sized = request(text, QUESTION, count.tokens());
    ServerAnswer first = answer("whole reading", route.server().complete(sized));
    if (first == null) {
      return;
    }
    structured(first);
    whole(marks, text, count, first);
    speed(first);
    ServerRequest again = request(text, "Once more. " + QUESTION, count.tokens() + 4);
    ServerAnswer second = answer("prefix cache", route.server().complete(again));
    if (second != null) {
      cache(second);
    }
  }

  private String lines() {
    StringBuilder lines = new StringBuilder();
    for (long line = 1; line <= Math.max(1, tokens / TOKENS_PER_LINE); line++) {
      lines.append(LINE.formatted(line, line));
    }
    return lines.toString();
  }

  private ServerRequest request(String text, String question) {
    return request(text, question, 1);
  }

  private ServerRequest request(String text, String question, long promptTokens) {
    return new ServerRequest(
        "examination",
        List.of(Message.user(text, question)),
        model.profile().sampling(),
        model.profile().thinkingTokens(),
        SCHEMA,
        ANSWER_TOKENS,
        promptTokens);
  }

  private @Nullable Counted counted(Route route, ServerRequest request) {
    Counted count;
    try {
      count = route.counter().count(request).join();
    } catch (CompletionException e) {
      note("token counts", Verdict.BAD, reason(e));
      return null;
    }
    boolean exact = count.kind() == TokenCount.EXACT;
    note(
        "token counts",
        exact ? Verdict.GOOD : Verdict.WARNING,
        exact
            ? "exact, before sending"
            : "an upper bound from the characters: long documents may be refused that would fit;"
                + " 'tokens' in the profile can name a file with the model's tokenizer");
    return count;
  }

  private @Nullable ServerAnswer answer(String subject, CompletableFuture<ServerAnswer> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      note(subject, Verdict.BAD, reason(e));
      return null;
    }
  }

  private void structured(ServerAnswer answer) {
    String problem;
    try {
      JsonNode node = AnswerJson.read(answer.content(), answer.reasoning());
      problem = JsonSchemas.mistake(node, MARKS);
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    }
    note(
        "structured answers",
        problem == null ? Verdict.GOOD : Verdict.BAD,
        problem == null ? "JSON of the schema" : problem);
  }

  private void whole(Marks marks, String text, Counted count, ServerAnswer answer) {
    Proof proof = new Proof(text);
    Long read = answer.usage().promptTokens();
    Counted settled = read == null ? count : Proof.atLeast(count, answer);
    String problem = proof.problem(settled, answer);
    if (problem == null) {
      problem = unmarked(marks, answer);
    }
    note(
        "whole reading",
        problem == null ? Verdict.GOOD : Verdict.BAD,
        problem == null ? read + " tokens read, both marks seen" : problem);
  }

  private static @Nullable String unmarked(Marks marks, ServerAnswer answer) {
    try {
      JsonNode node = AnswerJson.read(answer.content(), answer.reasoning());
      String missing =
          marks.missing(
              Map.of(
                  Marks.START, node.path(Marks.START).asText(),
                  Marks.END, node.path(Marks.END).asText()));
      return missing == null ? null : "the model did not repeat " + missing;
    } catch (IOException e) {
      return "the model did not repeat the marks: " + e.getMessage();
    }
  }

  private void speed(ServerAnswer answer) {
    Long read = answer.usage().promptTokens();
    if (read != null) {
      long written = Tally.written(answer);
      Duration writing = answer.taken().minus(answer.firstToken());
      note(
          "speed",
          Verdict.GOOD,
          "%s tokens/s read, %s tokens/s written"
              .formatted(rate(read, answer.firstToken()), rate(written, writing)));
    }
  }

  private static String rate(long tokens, Duration time) {
    double seconds = time.toNanos() / 1e9;
    return seconds <= 0 ? "?" : String.format(Locale.ROOT, "%.0f", tokens / seconds);
  }

  private void cache(ServerAnswer second) {
    Long cached = second.usage().cachedTokens();
    if (cached == null
        || !model.routes().get(0).server().capabilities().contains(Capability.CACHED_TOKENS)) {
      note(
          "prefix cache",
          Verdict.WARNING,
          "the server does not report it: whether the questions of a document share its reading can"
              + " not be seen");
    } else {
      note(
          "prefix cache",
          cached > 0 ? Verdict.GOOD : Verdict.WARNING,
          cached
              + " of "
              + second.usage().promptTokens()
              + " tokens of the second question about the same text were cached");
    }
  }

  private static String reason(CompletionException e) {
    return e.getCause() instanceof ServerFailure failure
        ? String.valueOf(failure.getMessage())
        : String.valueOf(e.getCause());
  }
}
