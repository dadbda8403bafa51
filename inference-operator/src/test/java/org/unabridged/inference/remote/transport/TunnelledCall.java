package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerRequest;

/**
 * Asks an encrypted server through a proxy, in a process whose HTTP client nobody has used before.
 * Arguments: the server, its certificates, the proxy, the file with its user. Prints the answer.
 */
final class TunnelledCall {
  private TunnelledCall() {}

  public static void main(String[] arguments) {
    Endpoint endpoint =
        Endpoint.of(URI.create(arguments[0]), Dialect.OPENAI, "m", 1000)
            .withCertificates(Path.of(arguments[1]))
            .withRetry(RetryPolicy.defaults().withAttempts(1))
            .withProxy(
                new ProxyServer(
                    URI.create(arguments[2]), new KeySource.File(Path.of(arguments[3]))));
    try (HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      ServerRequest request = ServerRequest.of("hash", List.of(Message.user("?")), 20, 30);
      System.out.println(transport.open(endpoint).complete(request).join().content());
    }
  }
}
