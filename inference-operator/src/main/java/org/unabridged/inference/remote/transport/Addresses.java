package org.unabridged.inference.remote.transport;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where calls go on a replica. */
final class Addresses {
  private static final Pattern VERSION = Pattern.compile("(.*)(/v[0-9]+)");

  private Addresses() {}

  /**
   * The address of a call. A version at the end of the replica's address, such as {@code /v4},
   * stands for the {@code /v1} of the call; paths without one are beside it.
   */
  static URI of(URI replica, String path) {
    String base = replica.getRawPath().replaceAll("/+$", "");
    Matcher version = VERSION.matcher(base);
    if (!version.matches()) {
      return replica.resolve(base + path);
    }
    String call = path.startsWith("/v1/") ? version.group(2) + path.substring(3) : path;
    return replica.resolve(version.group(1) + call);
  }

  static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  /** Host and port, for messages and tables. */
  static String name(URI address) {
    return address.getHost() + ":" + port(address);
  }
}
