package org.unabridged.inference.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Budget;
import org.unabridged.inference.BudgetExhaustedException;
import org.unabridged.inference.Context;
import org.unabridged.inference.Forecast;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceFailure.Category;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.PredictionResult;
import org.unabridged.inference.PromptedPass;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.grounding.NumberedLines;
import org.unabridged.inference.prompting.AnswerCollector;
import org.unabridged.inference.prompting.ContextText;
import org.unabridged.inference.prompting.DisarmedText;
import org.unabridged.inference.prompting.ExtractionPrompt;
import org.unabridged.inference.prompting.SummaryPrompt;
import org.unabridged.inference.remote.dialect.FinishReason;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerFailure;
import org.unabridged.inference.remote.dialect.ServerRequest;

/**
 * One context being read by a server and asked about. Every request has the whole text first, the
 * same characters each time, and what is asked last; the first goes alone, so that the others find
 * its text in the server's cache. Owned by one thread.
 */
final class RemotePass {
  private final RemoteModel model;
  private final Context context;
  private final QuestionSet questions;
  private final ContextText text;
  private final Marks marks = Marks.draw();
  private final String shared;
  private final AnswerCollector collector;
  private final Tally tally;
  private final Proof proof;
  private long textTokens;
  private int asked;
  private int failed;

  /** A request on its way. */
  private record Sent(
      Ask ask,
      ServerRequest request,
      Counted count,
      int attempt,
      CompletableFuture<ServerAnswer> answer) {}

  RemotePass(RemoteModel model, Context context, QuestionSet questions) {
    this.model = model;
    this.context = context;
    this.questions = questions;
    this.text = new ContextText(context);
    this.shared = marks.around(DisarmedText.of(text.beginning()));
    this.collector = new AnswerCollector(text);
    this.tally = new Tally(model);
    this.proof = new Proof(shared);
  }

  /** Does it all. */
  InferenceOutcome run() {
    long started = System.nanoTime();
    try {
      List<Ask> asks = asks();
      if (!asks.isEmpty()) {
        put(asks);
      }
      return result(Duration.ofNanos(System.nanoTime() - started));
    } catch (PassFailure e) {
      return failure(e.category(), e.reason());
    } catch (BudgetExhaustedException e) {
      return failure(Category.BUDGET_EXHAUSTED, String.valueOf(e.getMessage()));
    }
  }

  /** What {@link #run()} would take, by a bound if the server that counts does not answer. */
  Forecast forecast() {
    List<Ask> asks = asks();
    if (asks.isEmpty()) {
      return Forecast.ofText(0);
    }
    Need need = Need.none();
    Map<Ask, Counted> counts = countOrBound(asks);
    for (Ask ask : asks) {
      need = need.and(counted(counts, ask).tokens(), output(ask), model);
    }
    return new Forecast(
        textTokens,
        longest(counts),
        need.sent(),
        need.out(),
        model.profile().prices() == null ? null : Double.valueOf(need.cost()),
        counted(counts, asks.get(0)).kind());
  }

  /** The most that some requests can use. */
  private record Need(long sent, long out, double cost) {
    static Need none() {
      return new Need(0, 0, 0);
    }

    Need and(long tokens, long output, RemoteModel model) {
      return new Need(sent + tokens, out + output, cost + model.cost(tokens, 0, output));
    }
  }

  private Map<Ask, Counted> countOrBound(List<Ask> asks) {
    try {
      return count(asks, model.routes().get(0).counter());
    } catch (PassFailure e) {
      try {
        return count(asks, new BoundCounter());
      } catch (PassFailure bound) {
        throw new IllegalStateException("a bound needs no server", bound);
      }
    }
  }

  private InferenceFailure failure(Category category, String message) {
    return new InferenceFailure(context.contextId(), category, message, tally.usage());
  }

  private PredictionResult result(Duration time) throws PassFailure {
    if (asked > 0 && failed == asked) {
      throw new PassFailure(
          Category.INVALID_OUTPUT, "none of " + asked + " answers could be used, asked again too");
    }
    return new PredictionResult(
        context.contextId(),
        model.description().name(),
        model.description().engine(),
        model.description().fingerprint(),
        tally.sent(),
        tally.seen(),
        tally.cached(),
        tally.out(),
        collector.answers(questions),
        collector.summaries(),
        time,
        new PromptedPass(
            ContextText.VERSION,
            textTokens,
            tally.kind(),
            tally.costOrNull(),
            text.addressed(),
            failed));
  }

  private List<Ask> asks() {
    Asking asking = model.asking();
    List<Ask> asks = new ArrayList<>();
    List<Question> all = questions.questions();
    for (int document = 0; document < context.parts().size(); document++) {
      NumberedLines lines = text.index(document).lines();
      if (lines.lastNumber() >= lines.firstNumber()) {
        for (int from = 0; from < all.size(); from += asking.questionsPerRequest()) {
          int to = Math.min(all.size(), from + asking.questionsPerRequest());
          asks.add(
              Ask.of(
                  new ExtractionPrompt(document, lines, all.subList(from, to)),
                  asking.tokensPerQuestion()));
        }
        asks.add(
            Ask.of(
                SummaryPrompt.of(document, lines, context.parts().get(document)),
                asking.summaryTokens()));
      }
    }
    return asks;
  }

  private void put(List<Ask> asks) throws PassFailure {
    Map<Ask, Counted> counts = count(asks, model.routes().get(0).counter());
    Route route = route(counts);
    Need need = Need.none();
    for (Ask ask : asks) {
      need = need.and(counted(counts, ask).tokens(), output(ask), model);
    }
    asked = asks.size();
    try (Budget.Reservation reservation =
        model.budget().reserve(need.sent() + need.out(), need.cost())) {
      Deque<Sent> open = new ArrayDeque<>();
      UseClock.Use use = model.clock().begin();
      try {
        open.add(send(route, asks.get(0), counted(counts, asks.get(0)), 1, null));
        settleAll(route, open, reservation);
        for (Ask ask : asks.subList(1, asks.size())) {
          open.add(send(route, ask, counted(counts, ask), 1, null));
        }
        settleAll(route, open, reservation);
      } finally {
        for (Sent sent : open) {
          if (sent.answer().cancel(true)) {
            reservation.spend(sent.count().tokens(), tally.lost(sent.count()));
          }
        }
        reservation.spend(0, tally.used(use.end()));
      }
    }
  }

  private void settleAll(Route route, Deque<Sent> open, Budget.Reservation reservation)
      throws PassFailure {
    for (Sent sent = open.poll(); sent != null; sent = open.poll()) {
      open.addAll(settle(route, sent, reservation));
    }
  }

  private static Counted counted(Map<Ask, Counted> counts, Ask ask) {
    Counted count = counts.get(ask);
    if (count == null) {
      throw new IllegalStateException("a request that was not counted");
    }
    return count;
  }

  private long output(Ask ask) {
    return (long) ask.limit() + model.profile().thinkingTokens();
  }

  /**
   * The first prompt is counted whole. The others differ from it behind the last line end only,
   * over which no piece of text reaches, so that the difference of the ends is theirs.
   */
  private Map<Ask, Counted> count(List<Ask> asks, PromptCounter counter) throws PassFailure {
    CompletableFuture<Counted> whole = counter.count(request(asks.get(0), asks.get(0).text(), 1));
    List<CompletableFuture<Counted>> ends =
        asks.stream().map(ask -> counter.count(end(ask))).toList();
    Counted first = await(whole);
    long firstEnd = await(ends.get(0)).tokens();
    textTokens = Math.max(0, first.tokens() - firstEnd);
    Map<Ask, Counted> counts = new HashMap<>();
    for (int i = 0; i < asks.size(); i++) {
      long tokens = first.tokens() - firstEnd + await(ends.get(i)).tokens();
      counts.put(asks.get(i), new Counted(Math.max(1, tokens), first.kind()));
    }
    return counts;
  }

  private ServerRequest end(Ask ask) {
    return ServerRequest.of(
        context.contextId(), List.of(Message.user("Mark.\n", ask.text())), ask.limit(), 1);
  }

  private ServerRequest request(Ask ask, String asked, long promptTokens) {
    return new ServerRequest(
        context.contextId(),
        List.of(Message.user(shared, asked)),
        model.profile().sampling(),
        model.profile().thinkingTokens(),
        ask.answerSchema(),
        ask.limit(),
        promptTokens);
  }

  /** Tokens of the longest request with room for its answer. */
  private long longest(Map<Ask, Counted> counts) {
    return counts.entrySet().stream()
        .mapToLong(entry -> entry.getValue().tokens() + output(entry.getKey()))
        .max()
        .orElse(0);
  }

  private Route route(Map<Ask, Counted> counts) throws PassFailure {
    long longest = longest(counts);
    long window = 0;
    for (Route route : model.routes()) {
      window = Math.max(window, route.window());
      if (longest <= window) {
        return route;
      }
    }
    String help =
        context.parts().size() > 1
            ? "read its " + context.parts().size() + " documents one by one"
            : "split the file, or choose a model with a larger window";
    throw new PassFailure(
        Category.CONTEXT_OVERFLOW,
        "%d tokens (%s) with line numbers, questions and room for answers, but %s reads at most %d"
                .formatted(
                    longest,
                    counts.values().iterator().next().kind().label(),
                    model.description().name(),
                    window)
            + " in one pass; "
            + help);
  }

  private Sent send(Route route, Ask ask, Counted count, int attempt, @Nullable String reason) {
    ServerRequest request = request(ask, asked(ask, reason), Math.max(1, count.tokens()));
    return new Sent(ask, request, count, attempt, route.server().complete(request));
  }

  private static String asked(Ask ask, @Nullable String reason) {
    return reason == null
        ? ask.text()
        : ask.text()
            + "Your last answer could not be used: "
            + reason
            + ". Answer again, with the JSON alone.\n";
  }

  /** Takes an answer; gives the requests that follow from it, if any. */
  private List<Sent> settle(Route route, Sent sent, Budget.Reservation reservation)
      throws PassFailure {
    ServerAnswer answer = answer(sent, reservation);
    if (answer == null) {
      return unreadable(route, sent, reservation);
    }
    Counted count = confirmed(route, sent, answer);
    reservation.spend(spent(count, answer), tally.answered(Proof.atLeast(count, answer), answer));
    String unread = proof.problem(count, answer);
    if (unread != null) {
      tally.discarded(Proof.atLeast(count, answer), answer);
      return again(route, sent, unread, null, 2, reservation);
    }
    if (answer.finish() == FinishReason.CONTENT_FILTER) {
      throw new PassFailure(Category.MODEL_REFUSED, "the server withheld its answer");
    }
    List<Ask> parts = sent.ask().parts();
    if (answer.finish() == FinishReason.LENGTH && parts.size() > 1) {
      return inParts(route, sent, parts, reservation);
    }
    return use(route, sent, answer, reservation);
  }

  /** Most likely the answer was cut at its limit, so that half of the questions may have room. */
  private List<Sent> unreadable(Route route, Sent sent, Budget.Reservation reservation)
      throws PassFailure {
    reservation.spend(
        sent.count().tokens() + output(sent.ask()), tally.unread(sent.count(), output(sent.ask())));
    List<Ask> parts = sent.ask().parts();
    return parts.size() > 1
        ? inParts(route, sent, parts, reservation)
        : unusable(route, sent, "the server could not read what the model wrote", reservation);
  }

  private List<Sent> inParts(
      Route route, Sent sent, List<Ask> parts, Budget.Reservation reservation) throws PassFailure {
    asked += parts.size() - 1;
    List<Sent> more = new ArrayList<>();
    for (Ask part : parts) {
      Counted count = await(route.counter().count(request(part, part.text(), 1)));
      extend(reservation, count, output(part));
      more.add(send(route, part, count, sent.attempt(), null));
    }
    return more;
  }

  private void extend(Budget.Reservation reservation, Counted count, long output) {
    reservation.extend(count.tokens() + output, model.cost(count.tokens(), 0, output));
  }

  private static long spent(Counted count, ServerAnswer answer) {
    Long read = answer.usage().promptTokens();
    return (read == null ? count.tokens() : read) + Tally.written(answer);
  }

  private List<Sent> use(
      Route route, Sent sent, ServerAnswer answer, Budget.Reservation reservation)
      throws PassFailure {
    try {
      sent.ask().take(collector, WrittenAnswer.read(sent.ask().schema(), answer, marks));
      return List.of();
    } catch (WrittenAnswer.UnmarkedException e) {
      String said = "the start mark or the end mark was not copied exactly";
      return again(route, sent, String.valueOf(e.getMessage()), said, 2, reservation);
    } catch (IOException e) {
      return unusable(route, sent, String.valueOf(e.getMessage()), reservation);
    }
  }

  private List<Sent> unusable(
      Route route, Sent sent, String problem, Budget.Reservation reservation) throws PassFailure {
    if (sent.attempt() >= model.asking().attempts()) {
      failed++;
      sent.ask().fail(collector, "The model's answer could not be used: " + problem + ".");
      return List.of();
    }
    return again(route, sent, problem, problem, model.asking().attempts(), reservation);
  }

  /**
   * Asks once more.
   *
   * @param problem why; ends the pass when there were enough attempts
   * @param said what the model is told of it; null for nothing
   */
  private List<Sent> again(
      Route route,
      Sent sent,
      String problem,
      @Nullable String said,
      int attempts,
      Budget.Reservation reservation)
      throws PassFailure {
    if (sent.attempt() >= attempts) {
      throw new PassFailure(Category.TRUNCATED_BY_SERVER, problem);
    }
    Counted count = sent.count();
    if (said != null) {
      count = await(route.counter().count(request(sent.ask(), asked(sent.ask(), said), 1)));
    }
    extend(reservation, count, output(sent.ask()));
    return List.of(send(route, sent.ask(), count, sent.attempt() + 1, said));
  }

  private Counted confirmed(Route route, Sent sent, ServerAnswer answer) throws PassFailure {
    Counted count = sent.count();
    Long read = answer.usage().promptTokens();
    if (count.kind() == TokenCount.EXACT && read != null && read != count.tokens()) {
      return Proof.settled(await(route.counter().count(sent.request())), read, route.counter());
    }
    return count;
  }

  /** Null if there was one that the server could not read. */
  private @Nullable ServerAnswer answer(Sent sent, Budget.Reservation reservation)
      throws PassFailure {
    try {
      return await(sent.answer());
    } catch (PassFailure e) {
      if (e.category() == Category.INVALID_OUTPUT) {
        return null;
      }
      reservation.spend(sent.count().tokens(), tally.lost(sent.count()));
      throw e;
    }
  }

  private <T> T await(CompletableFuture<T> future) throws PassFailure {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServerFailure failure) {
        throw new PassFailure(category(failure), String.valueOf(failure.getMessage()));
      }
      throw e;
    }
  }

  private static Category category(ServerFailure failure) {
    return switch (failure.kind()) {
      case CONTEXT_OVERFLOW -> Category.CONTEXT_OVERFLOW;
      case REFUSED -> Category.MODEL_REFUSED;
      case UNREADABLE_ANSWER -> Category.INVALID_OUTPUT;
      case QUOTA_EXHAUSTED -> Category.BUDGET_EXHAUSTED;
      case UNREACHABLE,
          TIMED_OUT,
          OVERLOADED,
          SERVER_ERROR,
          INVALID_BODY,
          NOT_FOUND,
          UNAUTHORISED,
          UNTRUSTED,
          FORBIDDEN_HOST,
          UNSUPPORTED ->
          Category.MODEL_UNAVAILABLE;
    };
  }
}
