package org.unabridged.inference.remote.transport;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.dialect.ServerFailure;
import org.unabridged.inference.remote.transport.ContactedHost.Encryption;

/**
 * What every request of a run passes through: it enforces the policy and records every host.
 *
 * <p>A private host is resolved again for each request, by the JDK's cache, so that a name that
 * comes to stand for a public address is noticed.
 */
final class Gate {
  private final HostPolicy policy;
  private final ConcurrentHashMap<Place, AtomicLong> contacted = new ConcurrentHashMap<>();

  private record Place(String host, int port, Encryption encryption) {}

  Gate(HostPolicy policy) {
    this.policy = policy;
  }

  /**
   * Lets a request pass and records it, or fails.
   *
   * @param proxy on the way, or null
   */
  void pass(URI address, @Nullable URI proxy) {
    String forbidden = forbidden(address, proxy);
    if (forbidden != null) {
      throw ServerFailure.of(FailureKind.FORBIDDEN_HOST, forbidden);
    }
    record(address, encryption(address));
    if (proxy != null) {
      record(proxy, encryption(address));
    }
  }

  /** Why an address may not be contacted, or null; by what it says, without asking anyone. */
  @Nullable String refusal(URI address, @Nullable URI proxy) {
    if (proxy != null && policy.reach() == HostPolicy.Reach.AIR_GAPPED && !isOwn(proxy)) {
      return "the proxy "
          + proxy.getHost()
          + " is not among the private hosts of an air-gapped run";
    }
    if (isOwn(address)) {
      return null;
    }
    if (policy.reach() == HostPolicy.Reach.AIR_GAPPED) {
      return address.getHost() + " is not among the private hosts of an air-gapped run";
    }
    return encryption(address) == Encryption.TLS
        ? null
        : address
            + " is not encrypted: use https, or list "
            + address.getHost()
            + " among the private hosts";
  }

  private @Nullable String forbidden(URI address, @Nullable URI proxy) {
    String refusal = refusal(address, proxy);
    if (refusal != null) {
      return refusal;
    }
    boolean reachesFar = policy.reach() == HostPolicy.Reach.ANYWHERE;
    if (reachesFar && encryption(address) == Encryption.TLS) {
      return null;
    }
    String elsewhere = elsewhere(host(address));
    return elsewhere == null && proxy != null ? elsewhere(host(proxy)) : elsewhere;
  }

  private boolean isOwn(URI address) {
    String host = host(address);
    return host.equals("localhost")
        || isLoopbackLiteral(host)
        || policy.privateHosts().contains(host);
  }

  private static boolean isLoopbackLiteral(String host) {
    return host.equals("::1") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  /** Why a host that is to be private is none, or null; an unknown one fails when connecting. */
  private static @Nullable String elsewhere(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!isPrivate(address)) {
          return host + " has the address " + address.getHostAddress() + ", which is not private";
        }
      }
      return null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    // 100.64.0.0/10, RFC 6598, which clusters and overlay networks use
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal
        || shared;
  }

  private void record(URI address, Encryption encryption) {
    contacted
        .computeIfAbsent(
            new Place(host(address), Addresses.port(address), encryption),
            place -> new AtomicLong())
        .incrementAndGet();
  }

  /** By host, port and encryption. */
  List<ContactedHost> contacted() {
    TreeMap<String, ContactedHost> sorted = new TreeMap<>();
    contacted.forEach(
        (place, count) ->
            sorted.put(
                place.host + " " + "%05d".formatted(place.port) + place.encryption,
                new ContactedHost(place.host, place.port, place.encryption, count.get())));
    return List.copyOf(sorted.values());
  }

  private static Encryption encryption(URI address) {
    return address.getScheme().equalsIgnoreCase("https") ? Encryption.TLS : Encryption.NONE;
  }

  /** In lower case, without the brackets of an address of version 6. */
  private static String host(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
