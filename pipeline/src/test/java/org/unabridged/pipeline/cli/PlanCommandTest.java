package org.unabridged.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.pipeline.testing.KeywordModel;

/** What {@code plan} says, against what {@code run} then does. */
class PlanCommandTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private Path in;
  private Path out;
  private StringWriter printed = new StringWriter();

  @BeforeEach
  void makeFolders() throws IOException {
    in = Files.createDirectories(folder.resolve("in"));
    out = folder.resolve("out");
    write("a.txt", "governed by the laws of Peru.");
    write("b.txt", "governed by the laws of Chile. " + "More words. ".repeat(600));
    write("copy-of-a.txt", "governed by the laws of Peru.");
    write("empty.txt", "");
    write("too-long.txt", "Word after word. ".repeat(700));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(in.resolve(name), text);
  }

  @Test
  void foreseesWhatTheRunThenDoes() throws IOException {
    int before = KeywordModel.predictions();

    JsonNode plan = plan("--calibrate", "0");

    assertThat(KeywordModel.predictions()).as("nothing is read").isEqualTo(before);
    assertThat(out.resolve("runs")).doesNotExist();
    assertThat(plan.at("/decisions/parsed").asInt()).isEqualTo(5);
    assertThat(plan.at("/failures/empty_file").asInt()).isEqualTo(1);
    assertThat(plan.at("/contexts_to_read").asInt()).as("each text once").isEqualTo(3);
    assertThat(plan.at("/contexts_refused").asInt()).isEqualTo(1);
    assertThat(plan.at("/windows/0/contexts").asInt()).isEqualTo(2);
    assertThat(plan.at("/run/tokens_sent").asLong()).isEqualTo(6 + 6 + 1_200);
    assertThat(plan.at("/lengths/0/contexts").asInt()).isEqualTo(1);
    assertThat(plan.at("/lengths/1/contexts").asInt()).isEqualTo(2);
    assertThat(plan.at("/speed").isNull()).as("no earlier run").isTrue();

    assertThat(command("run")).isEqualTo(3);
    JsonNode counts = JSON.readTree(out.resolve("latest/run.json").toFile()).get("counts");
    assertThat(counts.get("files_parsed").asInt()).as("only what fails each time").isEqualTo(1);
    assertThat(counts.get("tokens_inferred").asLong())
        .isEqualTo(plan.at("/run/tokens_sent").asLong());

    JsonNode next = plan("--calibrate", "0");
    assertThat(next.at("/decisions/kept").asInt()).isEqualTo(3);
    assertThat(next.at("/decisions/parsed").asInt()).as("the empty one").isEqualTo(1);
    assertThat(next.at("/decisions/inferred").asInt()).as("the long one").isEqualTo(1);
    assertThat(next.at("/contexts_reused").asInt()).isEqualTo(2);
    assertThat(next.at("/run/contexts").asInt()).isZero();
    assertThat(next.at("/speed/source").asText()).isEqualTo("recorded");
  }

  @Test
  void saysWhatTheLimitsOfTheRunLeave() throws IOException {
    assertThat(plan("--calibrate", "0", "--max-documents", "2").at("/run/files_left_by_count"))
        .hasToString("3");
    JsonNode measured = plan("--deadline", "2020-01-01T06:00");
    assertThat(measured.at("/speed/source").asText()).isEqualTo("measured");
    assertThat(measured.at("/speed/contexts").asInt()).isEqualTo(2);
    assertThat(measured.at("/run/contexts").asInt()).isZero();
    assertThat(measured.at("/run/contexts_left_by_deadline").asInt()).isEqualTo(2);
  }

  @Test
  void isAProcessThatPrintsForPeople() throws Exception {
    Path log = folder.resolve("plan.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Unabridged.class.getName(),
                "plan",
                in.toString(),
                "-o",
                out.toString(),
                "--model",
                "keyword",
                "--explain")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log))
        .containsPattern("parse +file:.*/a.txt: it is not in the last finished run")
        .containsPattern("Contexts +3 to read")
        .containsPattern("in the native window +2  \\(2,000 tokens\\)")
        .containsPattern("refused +1  \\(longer than any window\\)")
        .containsPattern("2,100 tokens: file:.*/too-long.txt")
        .containsPattern("up to 3,000 +2 +##")
        .containsPattern("Tokens +1,212")
        .containsPattern("Time +0 s  \\([\\d,]+ tokens/s, measured now over 2 contexts\\)");
    assertThat(out.resolve("runs")).doesNotExist();
  }

  @Test
  void refusesAStateThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    assertThat(command("plan", "--state", file.toString())).isEqualTo(2);

    assertThat(printed.toString())
        .contains("cannot write to the state folder " + file)
        .contains("--state");
  }

  private JsonNode plan(String... more) throws IOException {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "plan";
    arguments[1] = "--json";
    System.arraycopy(more, 0, arguments, 2, more.length);
    printed = new StringWriter();
    assertThat(command(arguments)).as(printed.toString()).isZero();
    return JSON.readTree(printed.toString());
  }

  private int command(String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(name, in.toString(), "-o", out.toString(), "--model", "keyword"));
    arguments.addAll(List.of(more));
    return command(arguments.toArray(new String[0]));
  }

  private int command(String[] given) {
    List<String> arguments = new ArrayList<>(List.of(given));
    if (!arguments.contains("-o")) {
      arguments.addAll(List.of(in.toString(), "-o", out.toString(), "--model", "keyword"));
    }
    Terminal terminal = new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 80);
    return Unabridged.commandLine(Map.of(), terminal)
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(printed, true))
        .execute(arguments.toArray(new String[0]));
  }
}
