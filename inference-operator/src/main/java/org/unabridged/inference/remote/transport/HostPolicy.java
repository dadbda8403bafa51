package org.unabridged.inference.remote.transport;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which hosts a run may contact. Loopback always; a private host, which must be listed and have
 * private addresses only, by HTTP or HTTPS; any other by HTTPS, if the reach allows it.
 *
 * @param reach how far requests may go
 * @param privateHosts names or addresses of hosts that are the user's own; lower case
 */
public record HostPolicy(Reach reach, Set<String> privateHosts) {

  /** How far requests may go. */
  public enum Reach {
    /** Loopback and private hosts only. */
    AIR_GAPPED,
    /** Any host by HTTPS. */
    ANYWHERE
  }

  public HostPolicy {
    privateHosts =
        privateHosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    privateHosts.forEach(host -> Require.notBlank("private host", host));
  }

  /** Loopback and these only. */
  public static HostPolicy airGapped(Set<String> privateHosts) {
    return new HostPolicy(Reach.AIR_GAPPED, privateHosts);
  }

  /** Any host by HTTPS, and these without it too. */
  public static HostPolicy anywhere(Set<String> privateHosts) {
    return new HostPolicy(Reach.ANYWHERE, privateHosts);
  }
}
