package org.unabridged.inference.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unabridged.inference.remote.dialect.Capability;
import org.unabridged.inference.remote.dialect.Delivery;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.FinishReason;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerFailure;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.dialect.TokenCount;
import org.unabridged.inference.remote.scripted.Fault;
import org.unabridged.inference.remote.scripted.FaultPlan;
import org.unabridged.inference.remote.scripted.HttpMessage;
import org.unabridged.inference.remote.scripted.ScriptedModel;
import org.unabridged.inference.remote.scripted.ScriptedServer;
import org.unabridged.inference.remote.scripted.ScriptedTokens;

@Timeout(60)
class HttpTransportTest {
  private static final long WINDOW = 4096;
  private static final String SECRET = "sk-0123456789";

  /** Says how long the prompt was and how it ends, so that an answer shows what was read. */
  private static final ScriptedModel ECHO =
      prompt -> "{\"length\":" + prompt.length() + ",\"text\":\"yes\"}";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void asksEveryDialect(Dialect dialect) throws IOException {
    for (Delivery delivery : Delivery.values()) {
      try (ScriptedServer server = ScriptedServer.start(dialect, WINDOW, ECHO, FaultPlan.none());
          HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
        ModelServer model =
            transport.open(endpoint(server.address(), dialect).withDelivery(delivery));
        ServerAnswer answer = model.complete(request("The fee is €5 – “net”. 😀")).join();
        int length = ScriptedTokens.prompt(messages(server)).length();
        assertThat(answer.content()).isEqualTo("{\"length\":" + length + ",\"text\":\"yes\"}");
        assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
        assertThat(answer.usage().promptTokens()).isEqualTo((length + 2) / 3);
        assertThat(answer.attempts()).isEqualTo(1);
        assertThat(answer.model()).isEqualTo(ScriptedServer.MODEL);
        assertThat(answer.taken()).isGreaterThanOrEqualTo(answer.firstToken());
        assertThat(transport.contactedHosts())
            .containsExactly(
                new ContactedHost(
                    "127.0.0.1", server.address().getPort(), ContactedHost.Encryption.NONE, 1));
      }
    }
  }

  private static JsonNode messages(ScriptedServer server) throws IOException {
    HttpMessage received = server.received().get(0);
    return new ObjectMapper().readTree(received.body()).path("messages");
  }

  @ParameterizedTest
  @EnumSource(
      value = Dialect.class,
      names = {"VLLM", "SGLANG", "LLAMA_SERVER"})
  void countsTokensAsTheServerDoes(Dialect dialect) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(dialect, WINDOW, ECHO, FaultPlan.none());
        HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      ModelServer model = transport.open(endpoint(server.address(), dialect));
      ServerRequest request = request("Quotes \" and \\ and\nlines, é and 😀.");
      TokenCount count = model.countTokens(request).join();
      assertThat(model.complete(request).join().usage().promptTokens()).isEqualTo(count.tokens());
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void describesTheServer(Dialect dialect) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(dialect, WINDOW, ECHO, FaultPlan.none());
        HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      ModelServer model = transport.open(endpoint(server.address(), dialect));
      assertThat(model.describe().join().models()).containsExactly(ScriptedServer.MODEL);
      boolean tells = model.capabilities().contains(Capability.WINDOW);
      assertThat(model.describe().join().window()).isEqualTo(tells ? WINDOW : null);
      assertThat(model.health().join())
          .hasSize(1)
          .allSatisfy(health -> assertThat(health.failure()).isNull());
    }
  }

  @Test
  void refusesAPromptThatIsTooLong() throws IOException {
    for (Dialect dialect : Dialect.values()) {
      try (ScriptedServer server = ScriptedServer.start(dialect, 100, ECHO, FaultPlan.none());
          HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
        ModelServer model = transport.open(endpoint(server.address(), dialect));
        CompletableFuture<ServerAnswer> answer = model.complete(request("word ".repeat(200)));
        if (dialect == Dialect.OLLAMA) {
          assertThat(answer.join().usage().promptTokens()).as("cut silently").isEqualTo(100);
        } else {
          ServerFailure failure = failure(answer);
          assertThat(failure.kind()).isEqualTo(FailureKind.CONTEXT_OVERFLOW);
          assertThat(failure.window()).isEqualTo(100);
          assertThat(failure.attempts()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void sendsTheKeyAndNeverTellsIt() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), SECRET + "\n");
    try (ScriptedServer server =
            ScriptedServer.start(Dialect.VLLM, WINDOW, ECHO, FaultPlan.none()).requiring(SECRET);
        HttpTransport transport =
            HttpTransport.create(
                HostPolicy.airGapped(Set.of()), Map.of("KEY", SECRET, "OTHER", "sk-wrong"))) {
      Endpoint endpoint = endpoint(server.address(), Dialect.VLLM);
      for (KeySource source : List.of(new KeySource.Environment("KEY"), new KeySource.File(file))) {
        ModelServer model = transport.open(endpoint.withKey(source));
        assertThat(model.complete(request("?")).join().content()).contains("yes");
        assertThat(model.endpoint().toString()).doesNotContain(SECRET);
      }
      ModelServer wrong = transport.open(endpoint.withKey(new KeySource.Environment("OTHER")));
      ServerFailure failure = failure(wrong.complete(request("?")));
      assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORISED);
      assertThat(failure).hasMessageNotContaining("sk-wrong");
    }
  }

  @Test
  void breaksOffWhatIsCancelled() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(Dialect.VLLM, WINDOW, ECHO, FaultPlan.always(Fault.HANG));
        HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      ModelServer model = transport.open(endpoint(server.address(), Dialect.VLLM));
      CompletableFuture<ServerAnswer> answer = model.complete(request("?"));
      await(() -> server.asked() == 1);
      answer.cancel(true);
      await(() -> server.brokenOff() == 1);
      model.complete(request("?"));
      await(() -> server.asked() == 2);
      model.close();
      await(() -> server.brokenOff() == 2);
    }
  }

  @Test
  void breaksOffAStreamThatIsCancelled() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(Dialect.VLLM, WINDOW, ECHO, FaultPlan.always(Fault.SLOW_DRIP));
        HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      ModelServer model = transport.open(endpoint(server.address(), Dialect.VLLM));
      CompletableFuture<ServerAnswer> answer = model.complete(request("?"));
      await(() -> server.asked() == 1);
      TimeUnit.MILLISECONDS.sleep(50);
      answer.cancel(true);
      await(() -> server.brokenOff() == 1);
    }
  }

  @Test
  void failsAtOnceWhereNobodyListens() {
    try (HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      URI nobody = URI.create("http://127.0.0.1:1");
      Endpoint endpoint = endpoint(nobody, Dialect.VLLM).withRetry(fast().withAttempts(2));
      ModelServer model = transport.open(endpoint);
      ServerFailure failure = failure(model.complete(request("secret text")));
      assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
      assertThat(failure)
          .hasMessage(
              "127.0.0.1:1: no connection, or one that broke (ConnectException) (2 attempts)");
      assertThat(model.health().join().get(0).failure())
          .isNotNull()
          .satisfies(health -> assertThat(health.kind()).isEqualTo(FailureKind.UNREACHABLE));
    }
  }

  @Test
  void sendsToNoHostThatIsNotAllowed() {
    try (HttpTransport transport =
        HttpTransport.create(HostPolicy.airGapped(Set.of("gpu.internal")))) {
      assertThatThrownBy(() -> transport.open(endpoint("https://example.com", Dialect.OPENAI)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("example.com is not among the private hosts of an air-gapped run");
      assertThat(transport.contactedHosts()).isEmpty();
    }
  }

  private static Endpoint endpoint(String address, Dialect dialect) {
    return endpoint(URI.create(address), dialect);
  }

  private static Endpoint endpoint(URI address, Dialect dialect) {
    return Endpoint.of(address, dialect, ScriptedServer.MODEL, 100).withRetry(fast());
  }

  private static RetryPolicy fast() {
    return new RetryPolicy(
        8,
        Duration.ofMillis(5),
        Duration.ofMillis(50),
        5,
        Duration.ofMillis(20),
        Duration.ofSeconds(20));
  }

  private static ServerRequest request(String text) {
    return ServerRequest.of(
        "hash", List.of(Message.system("Read."), Message.user(text, "\nAnswer?")), 20, 300);
  }

  private static ServerFailure failure(CompletableFuture<?> answer) {
    try {
      answer.join();
      throw new AssertionError("it succeeded");
    } catch (CompletionException e) {
      return (ServerFailure) Objects.requireNonNull(e.getCause());
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    while (!condition.holds()) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
