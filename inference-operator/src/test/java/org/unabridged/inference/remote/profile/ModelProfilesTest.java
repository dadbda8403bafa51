package org.unabridged.inference.remote.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unabridged.inference.remote.dialect.Dialect;

class ModelProfilesTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  @Test
  void comesWithTheFamily() {
    ModelProfiles shipped = ModelProfiles.shipped();
    assertThat(shipped.names())
        .containsExactly(
            "qwen3.5-0.8b",
            "qwen3.5-122b-a10b",
            "qwen3.5-27b",
            "qwen3.5-2b",
            "qwen3.5-35b-a3b",
            "qwen3.5-397b-a17b",
            "qwen3.5-4b",
            "qwen3.5-9b",
            "qwen3.5-flash",
            "qwen3.5-plus");
    ModelProfile open = shipped.profile("qwen3.5-35b-a3b");
    assertThat(open.model()).isEqualTo("Qwen/Qwen3.5-35B-A3B");
    assertThat(open.window()).isEqualTo(262_144);
    assertThat(open.extendedWindow()).isEqualTo(1_010_000);
    assertThat(open.thinkingTokens()).isZero();
    assertThat(open.sampling().temperature()).isZero();
    assertThat(open.prices()).isNull();
    ModelProfile hosted = shipped.profile("qwen3.5-plus");
    assertThat(hosted.dialect()).isEqualTo(Dialect.MODEL_STUDIO);
    assertThat(hosted.keyVariable()).isEqualTo("DASHSCOPE_API_KEY");
    Prices prices = Objects.requireNonNull(hosted.prices());
    assertThat(prices.cost(1_000_000, 0, 0)).isCloseTo(0.5, within(1e-9));
    assertThat(prices.cost(200_000, 100_000, 10_000)).isCloseTo(0.04 + 0.008 + 0.024, within(1e-9));
  }

  @Test
  void takesAUsersOwnBesideAndBeforeThem() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("profiles.yaml"),
            """
            profiles:
              - name: ours
                model: Our/Model
                window: 32768
                extended-window: 65536
                tokens: model.gguf
                thinking-tokens: 500
                sampling: {temperature: 0.6, top-p: 0.95, top-k: 20, seed: 7}
                endpoints: [http://gpu1:8000/v1, http://gpu2:8000/v1]
                dialect: sglang
                key-variable: OUR_KEY
                prices: {currency: EUR, tiers: [{input: 1, cached: 0.5, output: 2}]}
              - name: qwen3.5-4b
                window: 8192
                prices: {currency: USD, gpu-hour: 2.5, gpus: 8}
            """);
    ModelProfiles profiles = ModelProfiles.with(file);
    ModelProfile ours = profiles.profile("ours");
    assertThat(ours.tokens()).isEqualTo(new TokenSource.File(folder.resolve("model.gguf")));
    assertThat(ours.sampling().seed()).isEqualTo(7L);
    assertThat(ours.dialect()).isEqualTo(Dialect.SGLANG);
    assertThat(profiles.profile("qwen3.5-4b").window()).isEqualTo(8192);
    Prices byTime = Objects.requireNonNull(profiles.profile("qwen3.5-4b").prices());
    assertThat(byTime.timeCost(1_800)).isEqualTo(10);
    assertThat(byTime.cost(1_000_000, 0, 1_000_000)).isZero();
    assertThat(Objects.requireNonNull(ours.prices()).timeCost(1_800)).isZero();
    assertThat(profiles.profile("qwen3.5-4b").model()).isEqualTo("qwen3.5-4b");
    assertThat(profiles.profile("qwen3.5-9b").window()).isEqualTo(262_144);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          models: []                                                | unknown key 'models'
          profiles: 3                                               | profiles: must be a list
          profiles: [{name: a, window: 9, windwo: 9}]               | profiles[0]: unknown key 'windwo'; allowed: name
          profiles: [{name: a}]                                     | profiles[0].window: is required
          profiles: [{window: 9}]                                   | profiles[0].name: is required
          profiles: [{name: a, window: big}]                        | profiles[0].window: must be a whole number
          profiles: [{name: a, window: 9, extended-window: 8}]      | profiles[0]: window must be positive and extended-window not smaller
          profiles: [{name: A B, window: 9}]                        | profiles[0]: name must be lower-case
          profiles: [{name: a, window: 9, dialect: tgi}]            | profiles[0].dialect: must be one of vllm
          profiles: [{name: a, window: 9, sampling: {heat: 1}}]     | profiles[0].sampling: unknown key 'heat'
          profiles: [{name: a, window: 9, sampling: {temperature: 3}}] | profiles[0]: temperature must lie in
          profiles: [{name: a, window: 9, prices: {currency: USD, tiers: [{input: 1, cached: 1}]}}] | profiles[0].prices.tiers[0].output: is required
          profiles: [{name: a, window: 9, prices: {currency: USD, tiers: []}}] | profiles[0].prices: prices must be of tokens (tiers) or of time (gpu-hour)
          profiles: [{name: a, window: 9, prices: {currency: USD, tiers: [{up-to: 9, input: 1, cached: 1, output: 1}]}}] | profiles[0].prices: prices must say
          profiles: [{name: a, window: 9, prices: {currency: USD, gpus: 4}}] | profiles[0].prices.gpus: needs gpu-hour
          profiles: [{name: a, window: 9, prices: {currency: USD, gpu-hour: -1}}] | profiles[0].prices: gpu-hour must not be negative
          profiles: [{name: a, window: 9, prices: {currency: USD, gpu-hour: 2, gpus: 0}}] | profiles[0].prices: gpus must be at least 1
          profiles: [{name: a, window: 9}, {name: a, window: 9}]    | profiles[1]: there is a profile 'a' already
          profiles: [{name: a, name: b}]                            | not valid YAML
          """)
  void saysWhatIsWrongWhere(String yaml, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("profiles.yaml"), yaml);
    assertThatThrownBy(() -> ModelProfiles.with(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void listsWhatThereIs() {
    assertThatThrownBy(() -> ModelProfiles.shipped().profile("gpt"))
        .hasMessageStartingWith("no model profile 'gpt'; there are qwen3.5-0.8b, ")
        .hasMessageContaining("--profiles");
  }
}
