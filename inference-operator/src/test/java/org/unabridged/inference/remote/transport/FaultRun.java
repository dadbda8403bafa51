package org.unabridged.inference.remote.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerFailure;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.scripted.Fault;
import org.unabridged.inference.remote.scripted.FaultPlan;
import org.unabridged.inference.remote.scripted.ScriptedServer;
import org.unabridged.inference.remote.scripted.ScriptedTokens;

/**
 * Sends documents to a server that misbehaves, and sorts what comes back. Every document differs
 * from every other, and its answer tells which it was and how much of it was read.
 *
 * @param outcomes how many documents ended in each way
 * @param failures of which kinds, for those that failed
 * @param asked requests that the server got
 * @param met how often each fault was met
 */
record FaultRun(
    Map<Outcome, Integer> outcomes,
    Map<FailureKind, Integer> failures,
    long asked,
    Map<Fault, Long> met) {

  /** How a document can end. */
  enum Outcome {
    /** The right answer, and the usage says that the whole prompt was read. */
    RIGHT,
    /** The right answer inside a fence, which whoever validates takes off. */
    RIGHT_IN_FENCE,
    /** Another number of tokens was read than sent: no answer to believe. */
    NOT_WHOLLY_READ,
    /** No answer. */
    FAILED,
    /** The answer of another document, or of a part, that could be taken for right. */
    WRONG
  }

  /** Short limits: nothing here takes long by itself. */
  private static final TimeLimits TIME =
      new TimeLimits(
          Duration.ofSeconds(5), Duration.ofSeconds(3), 1e6, 1000, Duration.ofMillis(1500));

  private static final RetryPolicy RETRY =
      new RetryPolicy(
          10,
          Duration.ofMillis(4),
          Duration.ofMillis(50),
          5,
          Duration.ofMillis(10),
          Duration.ofSeconds(30));

  /** Sends so many documents, all at once. */
  static FaultRun of(Dialect dialect, int documents, FaultPlan plan) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(dialect, 100_000, FaultRun::expected, plan);
        HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      Endpoint endpoint =
          Endpoint.of(server.address(), dialect, ScriptedServer.MODEL, 100_000)
              .withTime(TIME)
              .withRetry(RETRY)
              .withFlow(FlowLimits.defaults().withMostRequests(32));
      ModelServer model = transport.open(endpoint);
      List<CompletableFuture<ServerAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < documents; i++) {
        answers.add(model.complete(request(i)));
      }
      return sorted(answers, server);
    }
  }

  private static FaultRun sorted(
      List<CompletableFuture<ServerAnswer>> answers, ScriptedServer server) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    Map<FailureKind, Integer> failures = new EnumMap<>(FailureKind.class);
    for (int i = 0; i < answers.size(); i++) {
      try {
        outcomes.merge(outcome(i, answers.get(i).join()), 1, Integer::sum);
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof ServerFailure failure)) {
          throw e;
        }
        outcomes.merge(Outcome.FAILED, 1, Integer::sum);
        failures.merge(failure.kind(), 1, Integer::sum);
      }
    }
    Map<Fault, Long> met = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.all()) {
      met.put(fault, server.met(fault));
    }
    return new FaultRun(outcomes, failures, server.asked(), met);
  }

  private static Outcome outcome(int document, ServerAnswer answer) {
    String prompt = prompt(document);
    String expected = expected(prompt);
    Long read = answer.usage().promptTokens();
    if (read == null || read != ScriptedTokens.count(prompt)) {
      return Outcome.NOT_WHOLLY_READ;
    }
    if (answer.content().equals("```json\n" + expected + "\n```")) {
      return Outcome.RIGHT_IN_FENCE;
    }
    return answer.content().equals(expected) ? Outcome.RIGHT : Outcome.WRONG;
  }

  private static ServerRequest request(int document) {
    return ServerRequest.of("document-" + document, List.of(message(document)), 100, 700);
  }

  private static Message message(int document) {
    String line = "Section " + document * 7919L + ". The Seller “shall” deliver 商品.\n";
    return Message.user(line.repeat(20 + document % 30), "Which section?");
  }

  private static String prompt(int document) {
    String text = String.join("", message(document).parts());
    return "<|im_start|>user\n"
        + text
        + "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";
  }

  /** What the model says of a prompt, whole or cut. */
  private static String expected(String prompt) {
    return "{\"length\":" + prompt.length() + ",\"hash\":" + prompt.hashCode() + "}";
  }

  long count(Fault fault) {
    return met.getOrDefault(fault, 0L);
  }

  int count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }
}
