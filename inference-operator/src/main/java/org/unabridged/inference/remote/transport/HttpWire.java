package org.unabridged.inference.remote.transport;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.JsonBody;
import org.unabridged.inference.remote.dialect.ServerCall;

/**
 * HTTP/1.1 by the JDK's client: one connection a request, so that breaking it off tells the server.
 * Redirects are not followed, and no proxy is used but the one configured.
 */
final class HttpWire implements Wire {
  private final Gate gate;
  private final HttpClient client;
  private final @Nullable URI proxy;
  private final @Nullable ServerKey key;
  private final @Nullable ServerKey proxyUser;

  HttpWire(
      Gate gate,
      Endpoint endpoint,
      @Nullable ServerKey key,
      @Nullable ServerKey proxyUser,
      Executor executor) {
    this.gate = gate;
    this.proxy = endpoint.proxy() == null ? null : endpoint.proxy().address();
    this.key = key;
    this.proxyUser = proxyUser;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(endpoint.time().connect())
            .proxy(proxy == null ? HttpClient.Builder.NO_PROXY : through(proxy))
            .executor(executor);
    if (endpoint.certificates() != null) {
      builder.sslContext(Certificates.context(endpoint.certificates()));
    }
    this.client = builder.build();
  }

  private static ProxySelector through(URI proxy) {
    return ProxySelector.of(
        InetSocketAddress.createUnresolved(proxy.getHost(), Addresses.port(proxy)));
  }

  @Override
  public CompletableFuture<Void> send(URI replica, ServerCall call, Receiver receiver) {
    HttpRequest request;
    try {
      gate.pass(replica, proxy);
      request = request(Addresses.of(replica, call.path()), call.body());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    Exchange exchange = new Exchange(receiver);
    CompletableFuture<HttpResponse<Void>> sent = client.sendAsync(request, exchange::begin);
    CompletableFuture<Void> done = new CompletableFuture<>();
    sent.whenComplete(
        (response, failure) -> {
          if (failure == null) {
            exchange.end(response);
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
    done.whenComplete(
        (nothing, failure) -> {
          if (done.isCancelled()) {
            exchange.breakOff();
            sent.cancel(true);
          }
        });
    return done;
  }

  private HttpRequest request(URI address, @Nullable JsonBody body) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(address);
    if (key != null) {
      builder.header("Authorization", key.authorization());
    }
    if (proxyUser != null) {
      // on the way to an encrypted server only the proxy gets it
      builder.header("Proxy-Authorization", proxyUser.basic());
    }
    if (body == null) {
      return builder.GET().build();
    }
    HttpRequest.BodyPublisher bytes = BodyPublishers.ofInputStream(body::open);
    return builder
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.fromPublisher(bytes, body.length()))
        .build();
  }

  /** One reply on its way. */
  private static final class Exchange implements BodySubscriber<Void> {
    private final Receiver receiver;
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean begun;

    Exchange(Receiver receiver) {
      this.receiver = receiver;
    }

    BodySubscriber<Void> begin(HttpResponse.ResponseInfo response) {
      begun = true;
      try {
        receiver.begin(response.statusCode(), response.headers());
      } catch (RuntimeException e) {
        body.completeExceptionally(e);
      }
      return this;
    }

    /** What a proxy says instead of letting a request through, the JDK hands over whole. */
    void end(HttpResponse<Void> response) {
      if (!begun) {
        receiver.begin(response.statusCode(), response.headers());
      }
    }

    void breakOff() {
      Flow.Subscription current = subscription;
      if (current != null) {
        current.cancel();
      }
    }

    @Override
    public CompletionStage<Void> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      if (body.isDone()) {
        return;
      }
      try {
        buffers.forEach(receiver::accept);
      } catch (RuntimeException e) {
        body.completeExceptionally(e);
        breakOff();
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(null);
    }
  }
}
