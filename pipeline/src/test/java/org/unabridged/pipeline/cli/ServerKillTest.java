package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.pipeline.testing.SmallServer;
import org.unabridged.pipeline.testing.Tables;

/** A model server that is killed in the middle of a run, and started again. */
class ServerKillTest {
  private static final int FILES = 6;
  private static final int FINISHED_BEFORE_THE_KILL = 2;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private final StringWriter printed = new StringWriter();

  @Test
  void costsSecondTriesAndNoResult() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(in.resolve(i + ".txt"), "Law " + i + ".\nGoverned by the laws of Peru.");
    }
    Path questions =
        Files.writeString(
            folder.resolve("questions.yaml"),
            "name: one\nquestions:\n"
                + "  - {id: governing-law, title: Law, question: \"Which law?\", type: span}\n");
    int port = freePort();
    Path out = folder.resolve("out");
    String[] arguments = {
      "run",
      in.toString(),
      "-o",
      out.toString(),
      "--questions",
      questions.toString(),
      "--model",
      "openai:qwen3.5-4b",
      "--endpoint",
      "http://127.0.0.1:" + port + "/v1",
      "--air-gapped",
      "--contexts-at-once",
      "1"
    };
    Process server = startServer(port);
    // A thread of its own: the common pool may have one only, and the HTTP client needs it too.
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> run = thread.submit(() -> execute(arguments));
      await(() -> results(out) >= FINISHED_BEFORE_THE_KILL || run.isDone());
      server.destroyForcibly().waitFor();
      long finished = results(out);
      assertThat(finished).as(printed.toString()).isBetween(2L, FILES - 1L);
      server = startServer(port);

      assertThat(run.get(5, TimeUnit.MINUTES)).as(printed.toString()).isZero();

      JsonNode counts =
          JsonMapper.builder()
              .build()
              .readTree(out.resolve("latest/run.json").toFile())
              .get("counts");
      assertThat(counts.get("retries").asInt()).isPositive();
      assertThat(counts.get("contexts_inferred").asInt()).as("none twice").isEqualTo(FILES);
      arguments[3] = folder.resolve("undisturbed").toString();
      assertThat(execute(arguments)).isZero();
      assertThat(Tables.contents(out.resolve("latest")))
          .isEqualTo(Tables.contents(folder.resolve("undisturbed/latest")));
    } finally {
      server.destroyForcibly();
      thread.shutdownNow();
    }
  }

  private int execute(String... arguments) {
    Terminal terminal = new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 80);
    return Unabridged.commandLine(Map.of(), terminal)
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(printed, true))
        .execute(arguments);
  }

  /** Returns when it answers. */
  private Process startServer(int port) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-D" + SmallServer.DELAY + "=200",
                "-cp",
                System.getProperty("java.class.path"),
                SmallServer.class.getName(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    await(
        () -> {
          try (var tried = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return tried.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
    return server;
  }

  private static void await(java.util.function.BooleanSupplier condition) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(3));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static long results(Path out) {
    Path results = out.resolve(".state/v1/results");
    if (!Files.isDirectory(results)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(results)) {
      return files.filter(file -> file.toString().endsWith(".gz")).count();
    } catch (IOException | UncheckedIOException e) {
      // A folder was made while the others were being listed.
      return 0;
    }
  }
}
