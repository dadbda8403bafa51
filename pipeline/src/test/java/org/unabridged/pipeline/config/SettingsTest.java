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
            "unknown key 'grup-by'; did you mean group-by? Allowed: output, model");
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
    assertThatThrownBy(() -> yaml("model: a\nmodel: b\n")).hasMessageContaining("not valid YAML");
    assertThatThrownBy(() -> yaml("model: 'a\n")).hasMessageContaining("not valid YAML");
  }

  @Test
  void acceptsAnEmptyFile() throws IOException {
    assertThat(yaml("# nothing yet\n").find(Setting.MODEL)).isNull();
  }

  @Test
  void saysWhichFileCannotBeRead() {
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> Settings.fromYaml(missing))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot read the configuration file " + missing);
  }

  private Settings yaml(String text) throws IOException {
    return Settings.fromYaml(Files.writeString(folder.resolve("unabridged.yaml"), text));
  }

  private static String text(Settings settings, Setting setting) {
    Settings.Value value = settings.find(setting);
    return value == null ? "" : value.text();
  }
}
