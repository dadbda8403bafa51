package org.unabridged.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  @Test
  void letsTheStrongerSourceWin() throws IOException {
    Settings merged =
        yaml("model: from-file\nthreads: 1\nformat: arrow\n")
            .overriddenBy(
                Settings.fromEnvironment(
                    Map.of("UNABRIDGED_THREADS", "2", "UNABRIDGED_FORMAT", "both", "PATH", "/bin")))
            .overriddenBy(Settings.fromFlags(Map.of(Setting.FORMAT, "parquet")));

    assertThat(text(merged, Setting.MODEL)).isEqualTo("from-file");
    assertThat(text(merged, Setting.THREADS)).isEqualTo("2");
    assertThat(text(merged, Setting.FORMAT)).isEqualTo("parquet");
    assertThat(merged.find(Setting.QUESTIONS)).isNull();
  }

  @Test
  void namesAnUnknownKeyAndTheClosestOne() {
    assertThatThrownBy(() -> yaml("grup-by: folder\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "unabridged.yaml:1: unknown key 'grup-by'; did you mean group-by? Allowed: inputs, output");
  }

  @Test
  void namesAnUnknownEnvironmentVariable() {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("UNABRIDGED_MODLE", "x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "unknown environment variable UNABRIDGED_MODLE; did you mean UNABRIDGED_MODEL?");
    Settings.fromEnvironment(Map.of("UNABRIDGED_JVM_FLAGS", "-Xmx4g"));
  }

  @Test
  void refusesWhatIsNotAMapping() {
    assertThatThrownBy(() -> yaml("- model\n")).hasMessageContaining("must be a mapping");
    assertThatThrownBy(() -> yaml("model: [a, b]\n")).hasMessageContaining("must have one value");
    assertThatThrownBy(() -> yaml("model:\n")).hasMessageContaining("must have one value");
    assertThatThrownBy(() -> yaml("inputs: [{a: b}]\n"))
        .hasMessageContaining("must have one value or a list");
    assertThatThrownBy(() -> yaml("model: a\n\nmodel: b\n"))
        .hasMessageContaining("unabridged.yaml:3: 'model' stands here a second time");
    assertThatThrownBy(() -> yaml("threads: 1\nmodel: 'a\n"))
        .hasMessageContaining("unabridged.yaml:3: not valid YAML");
  }

  @Test
  void namesAllMistakesAtOnce() {
    assertThatThrownBy(() -> yaml("modle: a\nthreads: lots\nformat: ${NOT_SET}\n"))
        .hasMessageMatching(
            "(?s).*unabridged.yaml:1: unknown key 'modle'.*\\n.*unabridged.yaml:3: 'format':"
                + " environment variable NOT_SET is not set.*\\n.*unabridged.yaml:2: 'threads':"
                + " must be a whole number from 1 to 1024, not 'lots'");
  }

  @Test
  void putsInVariablesOfTheEnvironment() throws IOException {
    Settings settings = yaml("model: ${KIND}:/models/${NAME:-small}.gguf\noutput: $${KIND}\n");

    assertThat(text(settings, Setting.MODEL)).isEqualTo("qwen3.5:/models/small.gguf");
    assertThat(text(settings, Setting.OUTPUT)).isEqualTo("${KIND}");
    assertThatThrownBy(() -> yaml("model: ${KIND\n"))
        .hasMessageContaining("'${' must be followed by a name and '}'");
  }

  @Test
  void takesInputsFromAFile() throws IOException {
    assertThat(yaml("inputs: contracts\n").inputs())
        .containsExactly(folder.resolve("contracts").toString());
    assertThat(yaml("inputs:\n- contracts\n- /laws/*.pdf\n").inputs())
        .containsExactly(folder.resolve("contracts").toString(), "/laws/*.pdf");
  }

  @Test
  void survivesAFileMadeToExplode() {
    String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\ninputs: [*b,*b,*b]\n";
    assertThatThrownBy(() -> yaml(bomb)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void acceptsAnEmptyFile() throws IOException {
    assertThat(yaml("# nothing yet\n").find(Setting.MODEL)).isNull();
  }

  @Test
  void saysWhichFileCannotBeRead() {
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> Settings.fromYaml(missing, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot read the configuration file " + missing);
  }

  private Settings yaml(String text) throws IOException {
    return Settings.fromYaml(
        Files.writeString(folder.resolve("unabridged.yaml"), text), Map.of("KIND", "qwen3.5"));
  }

  private static String text(Settings settings, Setting setting) {
    Settings.Value value = settings.find(setting);
    return value == null ? "" : value.text();
  }
}
