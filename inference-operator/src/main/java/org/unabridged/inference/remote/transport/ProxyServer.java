package org.unabridged.inference.remote.transport;

import java.net.URI;

/**
 * A proxy through which all is sent.
 *
 * @param address {@code http://host:port}
 * @param user where {@code user:password} is that the proxy wants, if it wants one
 */
public record ProxyServer(URI address, KeySource user) {
  private static final String SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  /** One that wants no password. */
  public static ProxyServer at(URI address) {
    return new ProxyServer(address, new KeySource.None());
  }

  /**
   * The JDK tells no proxy a password on the way to an encrypted server unless it is told to before
   * its client is first used. Whoever has set this, to whatever, is not overruled.
   */
  void allowPassword() {
    if (!(user instanceof KeySource.None) && System.getProperty(SCHEMES) == null) {
      System.setProperty(SCHEMES, "");
    }
  }
}
