package org.unabridged.pipeline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.inference.ServerOptions;
import org.unabridged.inference.SpendingLimits;
import org.unabridged.pipeline.Machinery;
import org.unabridged.pipeline.Run;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.admission.AdmissionPolicy;
import org.unabridged.pipeline.testing.SmallServer;
import org.unabridged.pipeline.testing.Tables;

/**
 * Runs with random limits on time, money, tokens and documents against a server with prices, which
 * keeps its own books: by these, no request comes after the deadline, and neither money nor tokens
 * nor documents go beyond their limit, not even by what is in flight. Every file has a row, and
 * what was left is finished by the next run, which asks for nothing twice. From the root of the
 * repository, after {@code mvn -q -pl pipeline -am -Dquick test-compile}:
 *
 * <pre>
 * mvn -q -pl pipeline -Dquick exec:exec -Dexec.classpathScope=test -Dexec.executable=java \
 *   -Dexec.args="--add-opens=java.base/java.nio=ALL-UNNAMED -cp %classpath \
 *   org.unabridged.pipeline.bench.LimitsBench 50"
 * </pre>
 */
final class LimitsBench {
  private static final long SEED = 1;
  private static final int FILES = 24;
  private static final int DELAY_MILLIS = 40;

  /** An extraction and a summary. */
  private static final int REQUESTS_PER_FILE = 2;

  /** A million tokens, as the profile below says it. */
  private static final double INPUT_PRICE = 1_000;

  private static final double OUTPUT_PRICE = 4_000;

  private final Random random = new Random(SEED);
  private final Path folder;
  private final SmallServer server;

  /** A request on its way to the server is not stopped by the deadline. */
  private static final Duration ON_THE_WAY = Duration.ofMillis(250);

  private Whole whole = new Whole(Duration.ZERO, 0, 0);

  /**
   * What the server's books say, or a part of them.
   *
   * @param answers how many requests it answered
   * @param tokens of requests and answers
   * @param cost of these, at the profile's prices
   */
  private record Books(int answers, long tokens, double cost) {
    static Books of(SmallServer server) {
      long written = (long) server.answers() * SmallServer.TOKENS_WRITTEN;
      double cost = (server.tokensSent() * INPUT_PRICE + written * OUTPUT_PRICE) / 1e6;
      return new Books(server.answers(), server.tokensSent() + written, cost);
    }

    Books since(Books before) {
      return new Books(answers - before.answers, tokens - before.tokens, cost - before.cost);
    }
  }

  /** What all files come to, without limits. */
  private record Whole(Duration time, long tokens, double cost) {}

  /** Limits; null for none. */
  private record Limits(
      @Nullable Duration time,
      @Nullable Double cost,
      @Nullable Long tokens,
      @Nullable Integer documents) {
    static final Limits NONE = new Limits(null, null, null, null);

    @Override
    public String toString() {
      List<String> given = new ArrayList<>();
      if (time != null) {
        given.add(String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3));
      }
      if (cost != null) {
        given.add(String.format(Locale.ROOT, "%.2f EUR", cost));
      }
      if (tokens != null) {
        given.add(tokens + " tokens");
      }
      if (documents != null) {
        given.add(documents + " documents");
      }
      return String.join(", ", given);
    }
  }

  private LimitsBench(Path folder, SmallServer server) {
    this.folder = folder;
    this.server = server;
  }

  /** Argument: how many settings. */
  public static void main(String[] arguments) throws Exception {
    int settings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    System.setProperty(SmallServer.DELAY, Integer.toString(DELAY_MILLIS));
    Path folder = Files.createTempDirectory("limits");
    new GeneratedContracts(folder.resolve("in"), SEED).write(FILES);
    Files.writeString(
        folder.resolve("profiles.yaml"),
        "profiles:\n"
            + "  - {name: priced, model: Qwen/Qwen3.5-4B, window: 20000, dialect: vllm,\n"
            + "     prices: {currency: EUR, tiers: [{input: 1000, cached: 1000, output: 4000}]}}\n");
    Files.writeString(
        folder.resolve("questions.yaml"),
        "name: one\nquestions:\n"
            + "  - {id: governing-law, title: Law, question: \"Which law?\", type: span}\n");
    try (SmallServer server = SmallServer.start()) {
      LimitsBench bench = new LimitsBench(folder, server);
      bench.measureWhole();
      for (int i = 1; i <= settings; i++) {
        bench.measure(i);
      }
    }
    System.out.println(settings + " settings, none exceeded, all finished by the next run");
  }

  /** The second one counts: the first one warms up. */
  private void measureWhole() throws IOException {
    run(folder.resolve("out-warm"), 2, Limits.NONE, null);
    Books before = Books.of(server);
    Instant start = Instant.now();
    run(folder.resolve("out-whole"), 2, Limits.NONE, null);
    Books books = Books.of(server).since(before);
    whole = new Whole(Duration.between(start, Instant.now()), books.tokens, books.cost);
    check("each file takes its requests", books.answers == FILES * REQUESTS_PER_FILE);
    System.out.printf(
        Locale.ROOT,
        "seed %d, %d files: %.1f s, %d tokens and %.2f EUR without limits%n",
        SEED,
        FILES,
        whole.time.toMillis() / 1e3,
        whole.tokens,
        whole.cost);
  }

  private void measure(int setting) throws IOException {
    Path out = folder.resolve("out-" + setting);
    Limits limits = draw();
    int atOnce = 1 + random.nextInt(4);
    Books before = Books.of(server);
    Instant deadline = limits.time == null ? null : Instant.now().plus(limits.time);

    RunReport limited = run(out, atOnce, limits, deadline);

    Books books = Books.of(server).since(before);
    if (deadline != null) {
      Instant latest = deadline.plus(ON_THE_WAY);
      List<Instant> arrivals = server.arrivals();
      check(
          "no request comes after the deadline",
          arrivals.subList(before.answers, before.answers + books.answers).stream()
              .noneMatch(latest::isBefore));
    }
    check("no more is spent", limits.cost == null || books.cost <= limits.cost + 1e-9);
    check("no more tokens are used", limits.tokens == null || books.tokens <= limits.tokens);
    int read = number(limited, "SELECT count(*) FROM {contexts} WHERE status = 'ok'");
    check("no more documents are read", limits.documents == null || read <= limits.documents);
    check("every file has a row", limited.documents() == FILES);
    check("what was not read is left", limited.left() == FILES - read);
    RunReport rest = run(out, atOnce, Limits.NONE, null);
    int answers = Books.of(server).since(before).answers - books.answers;
    check("the next run reads the rest", rest.failed() == 0);
    check("and only that", answers == (FILES - read) * REQUESTS_PER_FILE);
    System.out.printf(
        Locale.ROOT,
        "%d: %s, %d at once: %d read with %d tokens for %.2f EUR, %d left, finished by the next run%n",
        setting,
        limits,
        atOnce,
        read,
        books.tokens,
        books.cost,
        limited.left());
  }

  /** One limit at least, each somewhere between nothing and a little more than is needed. */
  private Limits draw() {
    Limits drawn = Limits.NONE;
    while (drawn.equals(Limits.NONE)) {
      drawn =
          new Limits(
              maybe() ? Duration.ofMillis((long) (share() * whole.time.toMillis())) : null,
              maybe() ? (Double) (share() * whole.cost) : null,
              maybe() ? (Long) (long) (share() * whole.tokens) : null,
              maybe() ? (Integer) (int) (share() * FILES) : null);
    }
    return drawn;
  }

  private boolean maybe() {
    return random.nextInt(3) == 0;
  }

  private double share() {
    return 1.2 * random.nextDouble();
  }

  private RunReport run(Path out, int atOnce, Limits limits, @Nullable Instant deadline) {
    SpendingLimits spending =
        SpendingLimits.none()
            .withMaxCost(limits.cost)
            .withMaxTokens(limits.tokens)
            .withDeadline(deadline);
    ServerOptions servers =
        ServerOptions.builder()
            .endpoints(List.of(server.address()))
            .profiles(folder.resolve("profiles.yaml").toString())
            .reach(ServerOptions.Reach.AIR_GAPPED)
            .contextsAtOnce(atOnce)
            .limits(spending)
            .build();
    RunRequest request =
        RunRequest.of(List.of(folder.resolve("in").toString()), out)
            .withModel("openai:priced")
            .withQuestions(QuestionSet.fromYaml(folder.resolve("questions.yaml")))
            .withRuntime(RuntimeOptions.defaults().withServers(servers))
            .withAdmission(
                AdmissionPolicy.unlimited()
                    .withDeadline(deadline)
                    .withMaxCost(limits.cost)
                    .withMaxDocuments(limits.documents));
    try (Machinery machinery = Machinery.start(request)) {
      return Run.of(request).execute(machinery, Run.discover(request));
    }
  }

  private static int number(RunReport report, String sql) {
    return Integer.parseInt(Tables.query(report.folder(), sql).get(0));
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }
}
