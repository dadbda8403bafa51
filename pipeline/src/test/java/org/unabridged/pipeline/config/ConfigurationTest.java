package org.unabridged.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unabridged.inference.CacheFormat;
import org.unabridged.inference.ServerOptions;
import org.unabridged.ingestion.ContentLimits;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.ingestion.ParserPool;
import org.unabridged.outputs.Format;
import org.unabridged.pipeline.Grouping;
import org.unabridged.pipeline.RunRequest;

class ConfigurationTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  @Test
  void hasDocumentedDefaults() {
    RunRequest request = configuration(Map.of(Setting.OUTPUT, "out")).request(List.of("in"));

    assertThat(request.output()).isEqualTo(Path.of("out"));
    assertThat(request.model()).isEqualTo("clause-moe");
    assertThat(request.questions().questions()).hasSize(41);
    assertThat(request.grouping()).isEqualTo(Grouping.DOCUMENT);
    assertThat(request.formats()).containsExactly(Format.PARQUET);
    assertThat(request.runtime().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(request.parser().timeLimit()).isEqualTo(Duration.ofMinutes(2));
    assertThat(request.parser().pool().heapMegabytes()).isEqualTo(512);
    assertThat(request.parser().pool().processes()).isEqualTo(1);
  }

  @Test
  void readsEverySetting() {
    RunRequest request =
        configuration(
                Map.of(
                    Setting.OUTPUT, "out",
                    Setting.MODEL, "keyword",
                    Setting.FORMAT, "both",
                    Setting.GROUP_BY, "folder",
                    Setting.THREADS, "3",
                    Setting.KV_CACHE, "q8_0",
                    Setting.PARSE_TIMEOUT, "5m",
                    Setting.PARSER_HEAP, "1024",
                    Setting.PARSER_PROCESSES, "2"))
            .request(List.of("in"));

    assertThat(request.model()).isEqualTo("keyword");
    assertThat(request.formats()).containsExactlyInAnyOrder(Format.values());
    assertThat(request.grouping()).isEqualTo(Grouping.FOLDER);
    assertThat(request.runtime().threads()).isEqualTo(3);
    assertThat(request.runtime().cache()).isEqualTo(CacheFormat.Q8_0);
    assertThat(request.parser().timeLimit()).isEqualTo(Duration.ofMinutes(5));
    assertThat(request.parser().pool()).isEqualTo(new ParserPool(2, 1024, 2_000));
  }

  @Test
  void readsTheLimitsOfTheParser() {
    ParserConfiguration parser =
        configuration(
                Map.of(
                    Setting.PARSE_STALL_TIMEOUT, "7s",
                    Setting.PARSER_FILES, "8",
                    Setting.MAX_FILE_SIZE, "9",
                    Setting.MAX_UNPACKED, "10",
                    Setting.MAX_EXPANSION, "11",
                    Setting.MAX_CHARACTERS, "12",
                    Setting.MAX_EMBEDDED, "13",
                    Setting.MAX_EMBEDDED_DEPTH, "14",
                    Setting.MAX_ELEMENT_DEPTH, "15"))
            .parser();

    assertThat(parser.stallLimit()).isEqualTo(Duration.ofSeconds(7));
    assertThat(parser.pool().filesPerProcess()).isEqualTo(8);
    assertThat(parser.limits()).isEqualTo(new ContentLimits(9, 10, 11, 12, 13, 14, 15));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MODEL            | clause-mo | --model: unknown model 'clause-mo'; available: clause-moe, keyword, qwen3.5:/path/to/model.gguf, openai:PROFILE
          FORMAT           | csv       | --format: must be one of parquet, arrow, both, not 'csv'
          GROUP_BY         | deal      | --group-by: must be one of document, folder, not 'deal'
          THREADS          | many      | --threads: must be a whole number from 1 to 1024, not 'many'
          THREADS          | 0         | --threads: must be a whole number from 1 to 1024, not '0'
          KV_CACHE         | q4_0      | --kv-cache: must be one of f16, q8_0, not 'q4_0'
          PARSE_TIMEOUT    | soon      | --parse-timeout: must be a time from 1s to 24h, such as 90s, 5m or 1h, not 'soon'
          PARSE_TIMEOUT    | 25h       | --parse-timeout: must be a time from 1s to 24h, such as 90s, 5m or 1h, not '25h'
          PARSER_HEAP      | 16        | --parser-heap: must be a whole number from 32 to 65536, not '16'
          PARSER_PROCESSES | 65        | --parser-processes: must be a whole number from 1 to 64, not '65'
          """)
  void saysWhatIsAllowed(Setting setting, String value, String message) {
    Configuration configuration = configuration(Map.of(Setting.OUTPUT, "out", setting, value));
    assertThatThrownBy(() -> configuration.request(List.of("in")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void readsWhereModelsAreServed() {
    ServerOptions servers =
        configuration(
                Map.of(
                    Setting.OUTPUT, "out",
                    Setting.MODEL, "openai:qwen3.5-4b",
                    Setting.ENDPOINT, "http://gpu1:8000/v1, http://gpu2:8000/v1",
                    Setting.DIALECT, "sglang",
                    Setting.AIR_GAPPED, "true",
                    Setting.PRIVATE_HOSTS, "gpu1,gpu2",
                    Setting.CONTEXTS_AT_ONCE, "64",
                    Setting.FALLBACK_MODEL, "clause-moe",
                    Setting.KEY_FILE, "key",
                    Setting.MAX_TOKENS, "5000000"))
            .request(List.of("in"))
            .runtime()
            .servers();

    assertThat(servers.endpoints()).containsExactly("http://gpu1:8000/v1", "http://gpu2:8000/v1");
    assertThat(servers.dialect()).isEqualTo("sglang");
    assertThat(servers.reach()).isEqualTo(ServerOptions.Reach.AIR_GAPPED);
    assertThat(servers.privateHosts()).containsExactlyInAnyOrder("gpu1", "gpu2");
    assertThat(servers.contextsAtOnce()).isEqualTo(64);
    assertThat(servers.fallback()).isEqualTo("clause-moe");
    assertThat(servers.keyFile()).isEqualTo("key");
    assertThat(servers.limits().maxTokens()).isEqualTo(5_000_000L);
  }

  @Test
  void refusesAServedModelThatCannotBeReached() {
    for (String model : List.of("openai", "openai:gpt-9", "openai:qwen3.5-4b")) {
      Configuration configuration =
          configuration(Map.of(Setting.OUTPUT, "out", Setting.MODEL, model));
      assertThatThrownBy(() -> configuration.request(List.of("in")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(model.contains("4b") ? "--endpoint" : "qwen3.5-plus");
    }
  }

  @Test
  void saysWhereAWrongValueStands() throws IOException {
    Path file = Files.writeString(folder.resolve("nightly.yaml"), "threads: lots\noutput: out\n");
    Configuration configuration = new Configuration(Settings.fromYaml(file, Map.of()));
    assertThatThrownBy(() -> configuration.request(List.of("in")))
        .hasMessageStartingWith(file + ":1: 'threads': must be a whole number");
  }

  @Test
  void namesAllWrongValuesAtOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("nightly.yaml"), "threads: lots\n\nformat: csv\n");
    Configuration configuration = new Configuration(Settings.fromYaml(file, Map.of()));
    assertThatThrownBy(configuration::check)
        .hasMessage(
            file
                + ":3: 'format': must be one of parquet, arrow, both, not 'csv'\n"
                + file
                + ":1: 'threads': must be a whole number from 1 to 1024, not 'lots'");
  }

  @Test
  void namesWhatIsWrongAboutModelAndQuestionsTogether() throws IOException {
    Path file =
        Files.writeString(folder.resolve("nightly.yaml"), "questions: none.yaml\nmodel: gpt\n");
    Configuration configuration = new Configuration(Settings.fromYaml(file, Map.of()));
    assertThatThrownBy(configuration::checkAll)
        .message()
        .satisfies(
            message ->
                assertThat(message.lines().map(line -> line.substring(0, line.indexOf("': "))))
                    .containsExactly(file + ":2: 'model", file + ":1: 'questions"));
  }

  @Test
  void asksForInputs() {
    assertThatThrownBy(() -> configuration(Map.of(Setting.OUTPUT, "out")).request(List.of()))
        .hasMessageStartingWith("no inputs: name files, folders or globs on the command line");
  }

  @Test
  void prefersTheInputsOfTheCommandLine() throws IOException {
    Path file = Files.writeString(folder.resolve("nightly.yaml"), "inputs: in\noutput: out\n");
    Configuration configuration = new Configuration(Settings.fromYaml(file, Map.of()));
    assertThat(configuration.request(List.of()).inputs())
        .containsExactly(folder.resolve("in").toString());
    assertThat(configuration.request(List.of("other")).inputs()).containsExactly("other");
  }

  @Test
  void asksForAnOutputFolder() {
    assertThatThrownBy(() -> configuration(Map.of()).request(List.of("in")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "no output folder: give one with -o, in UNABRIDGED_OUTPUT or as 'output' in the"
                + " configuration file");
  }

  @Test
  void resolvesPathsOfAFileAgainstItsFolder() throws IOException {
    Files.writeString(
        folder.resolve("own.yaml"),
        """
        name: own
        questions:
          - id: my-question
            title: My question
            question: Is there one?
            type: yes_no
        """);
    Path file =
        Files.writeString(folder.resolve("nightly.yaml"), "questions: own.yaml\noutput: results\n");

    RunRequest request =
        new Configuration(Settings.fromYaml(file, Map.of())).request(List.of("in"));

    assertThat(request.questions().name()).isEqualTo("own");
    assertThat(request.output()).isEqualTo(folder.resolve("results"));
  }

  @Test
  void refusesAQuestionSetThatIsNotThere() {
    Configuration configuration =
        configuration(Map.of(Setting.OUTPUT, "out", Setting.QUESTIONS, "missing.yaml"));
    assertThatThrownBy(() -> configuration.request(List.of("in")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--questions: missing.yaml: cannot be read");
  }

  private static Configuration configuration(Map<Setting, String> flags) {
    return new Configuration(Settings.fromFlags(flags));
  }
}
