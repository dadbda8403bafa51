package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.Delivery;
import org.unabridged.inference.remote.dialect.Dialect;

/**
 * A model behind one or more addresses that are alike.
 *
 * @param replicas at least one; {@code http://host:port}, {@code https://host/path} or either with
 *     the {@code /v1} of the API at the end. No user, query or fragment.
 * @param dialect what they speak
 * @param model the name by which they know the model
 * @param window most tokens of prompt and answer together; told to servers that size their context
 *     by request (Ollama)
 * @param key where the key is
 * @param certificates a PEM file of certificates to trust instead of the JDK's; null for the JDK's
 * @param proxy through which all is sent; null for none, whatever the system's settings say
 * @param delivery how answers come
 * @param flow how much at once
 * @param time how long
 * @param retry how often
 */
public record Endpoint(
    List<URI> replicas,
    Dialect dialect,
    String model,
    long window,
    KeySource key,
    @Nullable Path certificates,
    @Nullable ProxyServer proxy,
    Delivery delivery,
    FlowLimits flow,
    TimeLimits time,
    RetryPolicy retry) {

  public Endpoint {
    replicas = List.copyOf(replicas);
    Require.notBlank("model", model);
    Require.atLeast("window", window, 1);
    if (replicas.isEmpty() || new HashSet<>(replicas).size() < replicas.size()) {
      throw new IllegalArgumentException(
          "an endpoint needs one or more addresses, each once, not " + replicas.size());
    }
    replicas.forEach(replica -> checkAddress("address", replica, List.of("http", "https")));
    if (proxy != null) {
      checkAddress("proxy", proxy.address(), List.of("http"));
    }
  }

  /** One server with everything else as usual, and no key. */
  public static Endpoint of(URI address, Dialect dialect, String model, long window) {
    return new Endpoint(
        List.of(address),
        dialect,
        model,
        window,
        new KeySource.None(),
        null,
        null,
        Delivery.STREAMED,
        FlowLimits.defaults(),
        TimeLimits.defaults(),
        RetryPolicy.defaults());
  }

  public Endpoint withReplicas(List<URI> newReplicas) {
    return new Endpoint(
        newReplicas, dialect, model, window, key, certificates, proxy, delivery, flow, time, retry);
  }

  public Endpoint withKey(KeySource newKey) {
    return new Endpoint(
        replicas, dialect, model, window, newKey, certificates, proxy, delivery, flow, time, retry);
  }

  public Endpoint withCertificates(@Nullable Path newCertificates) {
    return new Endpoint(
        replicas, dialect, model, window, key, newCertificates, proxy, delivery, flow, time, retry);
  }

  public Endpoint withProxy(@Nullable ProxyServer newProxy) {
    return new Endpoint(
        replicas, dialect, model, window, key, certificates, newProxy, delivery, flow, time, retry);
  }

  public Endpoint withDelivery(Delivery newDelivery) {
    return new Endpoint(
        replicas, dialect, model, window, key, certificates, proxy, newDelivery, flow, time, retry);
  }

  public Endpoint withFlow(FlowLimits newFlow) {
    return new Endpoint(
        replicas, dialect, model, window, key, certificates, proxy, delivery, newFlow, time, retry);
  }

  public Endpoint withTime(TimeLimits newTime) {
    return new Endpoint(
        replicas, dialect, model, window, key, certificates, proxy, delivery, flow, newTime, retry);
  }

  public Endpoint withRetry(RetryPolicy newRetry) {
    return new Endpoint(
        replicas, dialect, model, window, key, certificates, proxy, delivery, flow, time, newRetry);
  }

  /** The message leaves the address out where a password could be in it. */
  private static void checkAddress(String name, URI address, List<String> schemes) {
    if (address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          name + " must have no user, query or fragment; a key belongs into a file or variable");
    }
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    if (address.getHost() == null || !schemes.contains(scheme)) {
      throw new IllegalArgumentException(
          name + " must be " + String.join(" or ", schemes) + "://host, not " + address);
    }
  }
}
