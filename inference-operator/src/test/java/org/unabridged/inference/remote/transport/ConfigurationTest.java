package org.unabridged.inference.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.inference.remote.dialect.Dialect;

class ConfigurationTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "http://h:8000, /v1/models, http://h:8000/v1/models",
    "http://h:8000/, /health, http://h:8000/health",
    "http://h:8000/v1, /v1/models, http://h:8000/v1/models",
    "http://h:8000/v1/, /tokenize, http://h:8000/tokenize",
    "https://h/compatible-mode/v1, /v1/chat/completions,"
        + " https://h/compatible-mode/v1/chat/completions",
    "https://h/api/paas/v4, /v1/models, https://h/api/paas/v4/models",
    "https://h/gpu, /api/chat, https://h/gpu/api/chat",
  })
  void findsTheAddressOfACall(String replica, String path, String address) {
    assertThat(Addresses.of(URI.create(replica), path)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:secret@h", "https://h/?key=secret", "https://h/#secret"})
  void refusesSecretsInAddressesWithoutRepeatingThem(String address) {
    assertThatThrownBy(() -> Endpoint.of(URI.create(address), Dialect.VLLM, "m", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret")
        .hasMessageContaining("address must have no user, query or fragment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h", "h:8000", "http:///x", "http://0x7f.1"})
  void refusesAddressesThatAreNone(String address) {
    assertThatThrownBy(() -> Endpoint.of(URI.create(address), Dialect.VLLM, "m", 1))
        .hasMessageContaining("address must be http or https://host, not " + address);
  }

  @Test
  void readsKeys() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "  sk-1\n");
    Map<String, String> environment = Map.of("GOOD", "sk-2", "BAD", "sk secret\nHost: x");
    assertThat(key(new KeySource.None(), environment)).isNull();
    assertThat(key(new KeySource.File(file), environment)).isEqualTo("Bearer sk-1");
    assertThat(key(new KeySource.Environment("GOOD"), environment)).isEqualTo("Bearer sk-2");
    assertThatThrownBy(() -> key(new KeySource.Environment("NONE"), environment))
        .hasMessage("environment variable NONE is not set");
    assertThatThrownBy(() -> key(new KeySource.Environment("BAD"), environment))
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> key(new KeySource.File(folder.resolve("no")), environment))
        .hasMessageContaining("can not read the key in file");
    ServerKey read =
        Objects.requireNonNull(ServerKey.read(new KeySource.Environment("GOOD"), environment));
    assertThat(read).hasToString("(a key)");
  }

  private static @Nullable String key(KeySource source, Map<String, String> environment) {
    ServerKey key = ServerKey.read(source, environment);
    return key == null ? null : key.authorization();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "30|-|PT30S",
        "0|-|PT0S",
        "1.5|-|PT1.5S",
        "Wed, 21 Oct 2026 07:28:00 GMT|Wed, 21 Oct 2026 07:27:10 GMT|PT50S",
        "Wed, 21 Oct 2026 07:28:00 GMT|Wed, 21 Oct 2026 07:29:00 GMT|PT0S",
        "Wed, 21 Oct 2026 07:28:00 GMT|-|-",
        "soon|-|-",
        "-5|-|-",
        "-|-|-",
      })
  void understandsHowLongToWait(String value, String date, Duration expected) {
    Map<String, List<String>> headers = new HashMap<>();
    if (value != null) {
      headers.put("Retry-After", List.of(value));
    }
    if (date != null) {
      headers.put("Date", List.of(date));
    }
    assertThat(RetryAfter.of(HttpHeaders.of(headers, (name, text) -> true))).isEqualTo(expected);
  }

  @Test
  void derivesTimeFromTokens() {
    TimeLimits limits = TimeLimits.defaults();
    assertThat(limits.firstToken(10_000)).isEqualTo(Duration.ofSeconds(140));
    assertThat(limits.firstToken(1_000_000)).isEqualTo(Duration.ofSeconds(2120));
    assertThat(limits.total(10_000, 500)).isEqualTo(Duration.ofSeconds(240));
  }

  @Test
  void spreadsAffinitiesEvenlyAndMovesNoneThatNeedNot() {
    List<Replica> four = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      URI address = URI.create("http://gpu-" + i + ":8000");
      four.add(
          new Replica(address, Endpoint.of(address, Dialect.VLLM, "m", 1), new FakeScheduler()));
    }
    List<Replica> three = four.subList(0, 3);
    Map<Replica, Integer> counts = new HashMap<>();
    for (int i = 0; i < 4000; i++) {
      Replica ofFour = Rendezvous.order(four, "document " + i).get(0);
      counts.merge(ofFour, 1, Integer::sum);
      if (ofFour != four.get(3)) {
        assertThat(Rendezvous.order(three, "document " + i).get(0)).isSameAs(ofFour);
      }
    }
    assertThat(counts.values()).hasSize(4).allMatch(count -> count > 900 && count < 1100);
  }
}
