package org.unabridged.inference.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerFailure;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.scripted.FaultPlan;
import org.unabridged.inference.remote.scripted.ScriptedServer;
import org.unabridged.inference.remote.scripted.TunnellingProxy;

@Timeout(120)
class HttpSecurityTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}";

  /** Of {@code night:s3cret}. */
  private static final String BASIC = "Basic bmlnaHQ6czNjcmV0";

  @TempDir private Path folder;

  @Test
  void trustsTheCertificatesOfTheFileAndNoOthers() throws Exception {
    KeyStore store = selfSigned();
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
    start(server, 200, "");
    URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    try (HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      Endpoint endpoint = endpoint(address);
      ServerFailure failure = failure(transport.open(endpoint).complete(request()));
      assertThat(failure.kind()).isEqualTo(FailureKind.UNTRUSTED);
      assertThat(failure.attempts()).isEqualTo(1);
      Path certificates = pem(store.getCertificate("server"));
      ModelServer trusting = transport.open(endpoint.withCertificates(certificates));
      assertThat(trusting.complete(request()).join().content()).isEqualTo("yes");
      assertThat(transport.contactedHosts())
          .extracting(ContactedHost::encryption)
          .containsExactly(ContactedHost.Encryption.TLS);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void saysWhatIsWrongWithAFileOfCertificates() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path other = Files.writeString(folder.resolve("other.pem"), "no certificate");
    try (HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      for (Path path : List.of(empty, other, folder.resolve("none.pem"))) {
        Endpoint endpoint = endpoint(URI.create("https://localhost")).withCertificates(path);
        assertThatThrownBy(() -> transport.open(endpoint))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(path.toString());
      }
    }
  }

  @Test
  void followsNoRedirect() throws IOException {
    AtomicInteger reached = new AtomicInteger();
    HttpServer other = HttpServer.create(anyPort(), 0);
    other.createContext("/", exchange -> reached.incrementAndGet());
    other.start();
    HttpServer server = HttpServer.create(anyPort(), 0);
    start(server, 307, "http://127.0.0.1:" + other.getAddress().getPort() + "/v1/x");
    try (HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      ServerFailure failure = failure(transport.open(endpoint(address)).complete(request()));
      assertThat(failure.kind()).isEqualTo(FailureKind.FORBIDDEN_HOST);
      assertThat(failure).hasMessageContaining("redirects");
      assertThat(reached).hasValue(0);
    } finally {
      server.stop(0);
      other.stop(0);
    }
  }

  @Test
  void goesThroughTheProxyThatIsConfigured() throws IOException {
    try (ScriptedServer proxy =
            ScriptedServer.start(Dialect.OPENAI, 1000, prompt -> "yes", FaultPlan.none());
        HttpTransport transport =
            HttpTransport.create(HostPolicy.airGapped(Set.of("10.255.255.1")))) {
      ModelServer model =
          transport.open(
              endpoint(URI.create("http://10.255.255.1:8000"))
                  .withProxy(ProxyServer.at(proxy.address())));
      assertThat(model.complete(request()).join().content()).isEqualTo("yes");
      assertThat(transport.contactedHosts())
          .extracting(ContactedHost::host)
          .containsExactly("10.255.255.1", "127.0.0.1");
    }
  }

  @Test
  void tellsTheProxyItsUser() throws IOException {
    Path user = Files.writeString(folder.resolve("user"), "night:s3cret\n");
    try (ScriptedServer proxy =
            ScriptedServer.start(Dialect.OPENAI, 1000, prompt -> "yes", FaultPlan.none());
        HttpTransport transport =
            HttpTransport.create(HostPolicy.airGapped(Set.of("10.255.255.1")))) {
      ProxyServer known = new ProxyServer(proxy.address(), new KeySource.File(user));
      Endpoint endpoint = endpoint(URI.create("http://10.255.255.1:8000")).withProxy(known);
      assertThat(transport.open(endpoint).complete(request()).join().content()).isEqualTo("yes");
      assertThat(proxy.received().get(0).headers())
          .containsEntry("proxy-authorization", BASIC)
          .doesNotContainKey("authorization");
      assertThat(endpoint.toString()).doesNotContain("s3cret");

      Files.writeString(user, "s3cret");
      assertThatThrownBy(() -> transport.open(endpoint))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("user:password")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void tellsNobodyButTheProxyOnTheWayToAnEncryptedServer() throws Exception {
    KeyStore store = selfSigned();
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
    List<String> seen = start(server, 200, "");
    Path user = Files.writeString(folder.resolve("user"), "night:s3cret");
    try (TunnellingProxy proxy = TunnellingProxy.start(BASIC)) {
      String[] arguments = {
        "https://127.0.0.1:" + server.getAddress().getPort(),
        pem(store.getCertificate("server")).toString(),
        proxy.address().toString(),
        user.toString()
      };
      assertThat(tunnelled(arguments)).isEqualTo("yes");
      assertThat(proxy.heads().get(0)).startsWith("CONNECT 127.0.0.1:").contains(BASIC);
      assertThat(seen).isNotEmpty().noneMatch(name -> name.equalsIgnoreCase("Proxy-Authorization"));

      Files.writeString(user, "night:wrong");
      assertThat(tunnelled(arguments))
          .contains("the proxy does not accept its user")
          .doesNotContain("wrong");
    } finally {
      server.stop(0);
    }
  }

  /** What a process of its own prints. */
  private static String tunnelled(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            TunnelledCall.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
    return said.strip();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Starts it; what is returned gets the names of all headers that come. */
  private static List<String> start(HttpServer server, int status, String location) {
    List<String> names = new CopyOnWriteArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          names.addAll(exchange.getRequestHeaders().keySet());
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.getResponseHeaders().add("Location", location);
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return names;
  }

  /** A key of its own for each run, made by the JDK's tool. */
  private KeyStore selfSigned() throws Exception {
    Path file = folder.resolve("keys.p12");
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    tool.toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    file.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0).as(said).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static SSLContext context(KeyStore store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private Path pem(Certificate certificate) throws Exception {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return Files.writeString(
        folder.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
  }

  private static Endpoint endpoint(URI address) {
    return Endpoint.of(address, Dialect.OPENAI, "m", 1000)
        .withRetry(
            new RetryPolicy(
                2,
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                5,
                Duration.ofMillis(5),
                Duration.ofSeconds(10)));
  }

  private static ServerRequest request() {
    return ServerRequest.of("hash", List.of(Message.user("?")), 20, 30);
  }

  private static ServerFailure failure(CompletableFuture<ServerAnswer> answer) {
    try {
      throw new AssertionError("it succeeded: " + answer.join());
    } catch (CompletionException e) {
      return (ServerFailure) Objects.requireNonNull(e.getCause());
    }
  }
}
