package org.unabridged.inference.remote;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.AnswerType;
import org.unabridged.inference.Budget;
import org.unabridged.inference.Context;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.Part;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.SpendingLimits;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.ServerSampling;
import org.unabridged.inference.remote.profile.ModelProfile;
import org.unabridged.inference.remote.profile.Prices;
import org.unabridged.inference.remote.profile.TokenSource;
import org.unabridged.inference.remote.scripted.FaultPlan;
import org.unabridged.inference.remote.scripted.ScriptedModel;
import org.unabridged.inference.remote.scripted.ScriptedServer;
import org.unabridged.inference.remote.transport.Endpoint;
import org.unabridged.inference.remote.transport.HostPolicy;
import org.unabridged.inference.remote.transport.HttpTransport;
import org.unabridged.inference.remote.transport.ModelServer;
import org.unabridged.inference.remote.transport.RetryPolicy;
import org.unabridged.inference.remote.transport.TimeLimits;
import org.unabridged.inference.remote.transport.Transport;

/** A scripted server and a handler that reaches it as a run would, but less patiently. */
final class Rig implements AutoCloseable {
  static final QuestionSet QUESTIONS =
      new QuestionSet(
          "test",
          List.of(
              question("governing-law", AnswerType.SPAN),
              question("term", AnswerType.DURATION),
              question("exclusivity", AnswerType.YES_NO)));

  static final Asking TWO_AT_A_TIME = new Asking(2, 200, 300, 3);

  final ScriptedServer server;
  final Transport transport = HttpTransport.create(HostPolicy.airGapped(java.util.Set.of()));
  final Budget budget;
  final RemoteModel model;
  final RemoteHandler handler;

  private Rig(Dialect dialect, long window, ScriptedModel model, FaultPlan faults, Options options)
      throws IOException {
    this.server = ScriptedServer.start(dialect, options.realWindow(window), model, faults);
    this.budget = Budget.of(options.limits(), Clock.systemUTC());
    Endpoint endpoint =
        Endpoint.of(server.address(), dialect, ScriptedServer.MODEL, window)
            .withRetry(
                new RetryPolicy(
                    8,
                    Duration.ofMillis(2),
                    Duration.ofMillis(20),
                    1_000,
                    Duration.ofMillis(50),
                    Duration.ofSeconds(5)))
            .withTime(
                new TimeLimits(
                    Duration.ofSeconds(5),
                    options.patience(),
                    1e7,
                    1e6,
                    options.patience().dividedBy(2)));
    ModelServer reached = transport.open(endpoint);
    PromptCounter counter =
        options.source() instanceof TokenSource.Server
            ? new ServerCounter(reached)
            : new BoundCounter();
    ModelProfile profile =
        new ModelProfile(
            "test",
            ScriptedServer.MODEL,
            window,
            window,
            options.source(),
            0,
            ServerSampling.greedy(),
            options.prices(),
            List.of(),
            dialect,
            null);
    this.model =
        new RemoteModel(
            new ModelDescription("openai:test", dialect.label(), "1", window, List.of(), Map.of()),
            profile,
            List.of(new Route(reached, counter, window, window)),
            options.asking(),
            budget,
            new UseClock(System::nanoTime));
    this.handler = new RemoteHandler(this.model, transport);
  }

  /** What a test may want otherwise. */
  record Options(
      TokenSource source,
      @Nullable Prices prices,
      SpendingLimits limits,
      Duration patience,
      @Nullable Long secretWindow,
      Asking asking) {
    static Options usual() {
      return new Options(
          new TokenSource.Server(),
          new Prices("USD", List.of(new Prices.Tier(Long.MAX_VALUE, 1, 0.2, 4))),
          SpendingLimits.none(),
          Duration.ofSeconds(20),
          null,
          TWO_AT_A_TIME);
    }

    Options prices(Prices newPrices) {
      return new Options(source, newPrices, limits, patience, secretWindow, asking);
    }

    Options limits(SpendingLimits newLimits) {
      return new Options(source, prices, newLimits, patience, secretWindow, asking);
    }

    Options patience(Duration newPatience) {
      return new Options(source, prices, limits, newPatience, secretWindow, asking);
    }

    /** The server's window, which the profile does not know. */
    Options secretWindow(long newWindow) {
      return new Options(source, prices, limits, patience, newWindow, asking);
    }

    Options asking(Asking newAsking) {
      return new Options(source, prices, limits, patience, secretWindow, newAsking);
    }

    private long realWindow(long window) {
      return secretWindow == null ? window : secretWindow;
    }
  }

  static Rig of(Dialect dialect, ScriptedModel model, FaultPlan faults) throws IOException {
    return of(dialect, 100_000, model, faults, Options.usual());
  }

  static Rig of(
      Dialect dialect, long window, ScriptedModel model, FaultPlan faults, Options options)
      throws IOException {
    return new Rig(dialect, window, model, faults, options);
  }

  static Question question(String id, AnswerType type) {
    return new Question(id, id, "What is said about " + id + "?", type, null, null);
  }

  static Context context(String id, String... documents) {
    StringBuilder text = new StringBuilder();
    List<Part> parts = new ArrayList<>();
    for (String document : documents) {
      int start = text.length();
      text.append(document);
      parts.add(new Part(id + "-" + parts.size(), start, text.length(), List.of("en")));
      text.append('\f');
    }
    return new Context(id, text.toString(), parts);
  }

  @Override
  public void close() throws IOException {
    handler.close();
    server.close();
  }
}
