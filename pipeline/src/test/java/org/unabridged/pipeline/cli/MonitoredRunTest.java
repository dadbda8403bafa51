package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.pipeline.state.OutputLock;
import org.unabridged.pipeline.testing.KeywordModel;
import org.unabridged.pipeline.testing.RunnerThreads;
import org.unabridged.pipeline.testing.Tables;

/** What a run tells those who look after it, checked against its tables. */
class MonitoredRunTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path in;
  private Path results;

  @BeforeEach
  void makeFolders() throws IOException {
    in = Files.createDirectories(folder.resolve("in"));
    results = folder.resolve("results");
    for (int i = 0; i < 5; i++) {
      Files.writeString(in.resolve(i + ".txt"), "Text " + i + " is governed by the laws of Peru.");
    }
    Files.writeString(in.resolve("empty.txt"), "");
  }

  @Test
  void writesMetricsThatAddUpToTheTables() throws IOException {
    Path file = folder.resolve("unabridged.prom");

    assertThat(run("--metrics-file", file.toString(), "--parser-files", "2")).isEqualTo(3);

    Map<String, Double> metrics = metrics(Files.readString(file));
    JsonNode counts = JSON.readTree(runFolder().resolve("run.json").toFile()).get("counts");
    assertThat(counts.get("parser_restarts").asInt()).as("5 files, 2 a process").isEqualTo(2);
    assertThat(metrics.get("unabridged_heap_used_bytes")).isPositive();
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertThat(metrics.get("unabridged_resident_bytes")).isGreaterThan(1e7);
      assertThat(metrics.get("unabridged_parser_resident_bytes")).isGreaterThan(1e7);
    }
    assertThat(metrics)
        .containsEntry("unabridged_parser_restarts_total", 2.0)
        .containsEntry("unabridged_retries_total", 0.0)
        .containsEntry("unabridged_cost_total", 0.0)
        .containsEntry("unabridged_in_flight_contexts", 0.0)
        .hasEntrySatisfying("unabridged_tokens_per_second", speed -> assertThat(speed).isPositive())
        .containsEntry("unabridged_run_exit_code", 3.0)
        .containsEntry("unabridged_input_files", 6.0)
        .containsEntry("unabridged_files_read_total", 6.0)
        .containsEntry("unabridged_queue_files", 0.0)
        .containsEntry("unabridged_queue_contexts", 0.0)
        .containsEntry(
            "unabridged_documents{status=\"ok\"}",
            table("SELECT count(*) FROM {documents} WHERE status <> 'failed'"))
        .containsEntry(
            "unabridged_documents{status=\"failed\"}",
            table("SELECT count(*) FROM {documents} WHERE status = 'failed'"))
        .containsEntry("unabridged_failed_documents{category=\"empty_file\"}", 1.0)
        .containsEntry(
            "unabridged_clauses{question=\"governing-law\"}",
            table("SELECT count(*) FROM {clauses} WHERE question_id = 'governing-law'"))
        .containsEntry(
            "unabridged_contexts_total{source=\"inferred\"}",
            table("SELECT count(*) FROM {contexts}"))
        .containsEntry(
            "unabridged_tokens_total{source=\"inferred\"}",
            table("SELECT sum(tokens_sent) FROM {contexts}"));
    assertThat(Files.list(folder).map(Path::getFileName).map(Path::toString))
        .doesNotContain(".unabridged.prom");
  }

  @Test
  void refusesMetricsWhereTheyCannotBe() throws IOException {
    assertThat(run("--metrics-file", folder.resolve("none/unabridged.prom").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("cannot write metrics to", "its folder must exist");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("--metrics-address", Integer.toString(taken.getLocalPort()))).isEqualTo(2);
      assertThat(err.toString()).contains("cannot serve metrics at", "choose a free port");
    }
    assertThat(run("--metrics-address", "everywhere")).isEqualTo(2);
    assertThat(results.resolve("runs")).doesNotExist();
  }

  @Test
  void servesMetricsAndTellsAWebhookOfTheEnd() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> scraped = Collections.synchronizedList(new ArrayList<>());
    List<String> posted = Collections.synchronizedList(new ArrayList<>());
    HttpServer webhook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/done",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          scraped.add(scrape(port));
          // Busy at first: the notice must come again.
          exchange.sendResponseHeaders(posted.size() == 1 ? 503 : 204, -1);
          exchange.close();
        });
    webhook.start();
    try {
      String url = "http://localhost:" + webhook.getAddress().getPort() + "/done";
      assertThat(run("--webhook", url, "--metrics-address", Integer.toString(port))).isEqualTo(3);
    } finally {
      webhook.stop(0);
    }

    assertThat(posted).hasSize(2);
    JsonNode notice = JSON.readTree(posted.get(1));
    assertThat(notice.path("status").asText()).isEqualTo("complete");
    assertThat(notice.path("exit_code").asInt()).isEqualTo(3);
    assertThat(notice.path("failures").path("empty_file").asInt()).isEqualTo(1);
    assertThat((double) notice.path("documents").asInt())
        .isEqualTo(table("SELECT count(*) FROM {documents}"));
    assertThat((double) notice.path("clauses").asInt())
        .isEqualTo(table("SELECT count(*) FROM {clauses}"));
    assertThat(Path.of(notice.path("results").asText())).exists();
    assertThat(metrics(scraped.get(0))).containsEntry("unabridged_run_exit_code", 3.0);
  }

  @Test
  void givesTheNoticeToACommandAndSurvivesOneThatFails() throws IOException {
    assumeThat(Files.isExecutable(Path.of("/bin/sh"))).isTrue();
    Path told = folder.resolve("told.json");

    assertThat(run("--on-completion", "cat > '" + told + "'; exit 9")).isEqualTo(3);

    assertThat(JSON.readTree(Files.readString(told)).path("exit_code").asInt()).isEqualTo(3);
  }

  @Test
  void tellsOfARunThatFailed() throws IOException {
    assumeThat(Files.isExecutable(Path.of("/bin/sh"))).isTrue();
    Path told = folder.resolve("told.json");
    Path file = folder.resolve("unabridged.prom");
    Files.writeString(folder.resolve("results"), "a file where the folder should be");

    assertThat(run("--on-completion", "cat > '" + told + "'", "--metrics-file", file.toString()))
        .isEqualTo(2);

    JsonNode notice = JSON.readTree(Files.readString(told));
    assertThat(notice.path("status").asText()).isEqualTo("failed");
    assertThat(notice.path("error").asText()).endsWith("UnusableOutputException");
    assertThat(metrics(Files.readString(file))).containsEntry("unabridged_run_exit_code", 2.0);
  }

  @Test
  void tellsOfInputsThatAreNotThere() throws IOException {
    assumeThat(Files.isExecutable(Path.of("/bin/sh"))).isTrue();
    Path told = folder.resolve("told.json");
    Path file = folder.resolve("unabridged.prom");
    in = folder.resolve("not-mounted");

    assertThat(run("--on-completion", "cat > '" + told + "'", "--metrics-file", file.toString()))
        .isEqualTo(2);

    JsonNode notice = JSON.readTree(Files.readString(told));
    assertThat(notice.path("exit_code").asInt()).isEqualTo(2);
    assertThat(notice.path("error").asText()).endsWith("InputNotFoundException");
    assertThat(metrics(Files.readString(file))).containsEntry("unabridged_run_exit_code", 2.0);
  }

  @Test
  void leavesTheMetricsOfARunThatWorksOnTheSameOutput() throws IOException {
    assumeThat(Files.isExecutable(Path.of("/bin/sh"))).isTrue();
    Path told = folder.resolve("told.json");
    Path file = Files.writeString(folder.resolve("unabridged.prom"), "of the other run");
    Files.createDirectories(results);

    try (OutputLock other = OutputLock.acquire(results, "other");
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              run(
                  "--metrics-file",
                  file.toString(),
                  "--metrics-address",
                  Integer.toString(taken.getLocalPort()),
                  "--on-completion",
                  "cat > '" + told + "'"))
          .isEqualTo(1);
    }

    assertThat(err.toString()).startsWith("unabridged: another run is writing to " + results);
    assertThat(file).hasContent("of the other run");
    assertThat(JSON.readTree(Files.readString(told)).path("exit_code").asInt()).isEqualTo(1);
  }

  @Test
  void logsAFailureAsJsonWithoutQuotingWhatALibrarySays() throws Exception {
    KeywordModel.atEachContext(
        () -> {
          throw new NumberFormatException("For input string: \"the laws of Peru\"");
        });
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try {
      assertThat(runInJson(log)).isEqualTo(1);
    } finally {
      KeywordModel.atEachContext(() -> {});
      RunnerThreads.awaitEnd();
    }

    JsonNode failed = event(log, "run failed");
    assertThat(failed.findValue("error").asText()).isEqualTo("java.lang.NumberFormatException");
    assertThat(failed.findValue("at").asText()).contains("MonitoredRunTest");
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("the laws of");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void logsAsJsonWhatIsWrongWithTheOutput() throws IOException {
    Files.writeString(results, "a file where the folder should be");
    ByteArrayOutputStream log = new ByteArrayOutputStream();

    assertThat(runInJson(log)).isEqualTo(2);

    assertThat(event(log, "run failed").findValue("reason").asText())
        .startsWith("cannot write to the output folder " + results);
    assertThat(err.toString()).isEmpty();
  }

  private int runInJson(ByteArrayOutputStream log) {
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      return run("--log-format", "json");
    } finally {
      System.setErr(before);
    }
  }

  private static List<JsonNode> events(ByteArrayOutputStream log) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : log.toString(StandardCharsets.UTF_8).lines().toList()) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private static JsonNode event(ByteArrayOutputStream log, String name) throws IOException {
    return events(log).stream()
        .filter(event -> event.path("formattedMessage").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void logsJsonWithoutNamesOrText() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();

    assertThat(runInJson(log)).isEqualTo(3);

    List<JsonNode> events = events(log);
    assertThat(events)
        .extracting(event -> event.path("formattedMessage").asText())
        .contains("run started", "document failed", "run completed");
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event.at("/context/properties/run_id").asText())
                    .isEqualTo(runFolder().getFileName().toString()));
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("empty.txt", "Peru");
    assertThat(err.toString()).isEmpty();
  }

  private int run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", in.toString(), "-o", results.toString(), "--model", "keyword"));
    arguments.addAll(List.of(more));
    Terminal terminal = new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 80);
    return Unabridged.commandLine(Map.of(), terminal)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private Path runFolder() {
    try {
      return results.resolve("latest").toRealPath();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private double table(String sql) {
    return Double.parseDouble(Tables.query(results.resolve("latest"), sql).get(0));
  }

  private static String scrape(int port) throws IOException {
    return new String(
        java.net
            .URI
            .create("http://localhost:" + port + "/metrics")
            .toURL()
            .openStream()
            .readAllBytes(),
        StandardCharsets.UTF_8);
  }

  /** Value by name with labels. */
  private static Map<String, Double> metrics(String text) {
    Map<String, Double> metrics = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              metrics.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
            });
    return metrics;
  }
}
