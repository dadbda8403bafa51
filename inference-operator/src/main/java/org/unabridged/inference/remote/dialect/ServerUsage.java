package org.unabridged.inference.remote.dialect;

import org.jspecify.annotations.Nullable;

/**
 * What a server says that a request took. Numbers are as reported, not believed.
 *
 * @param promptTokens tokens read, cached ones included; null if it did not say
 * @param cachedTokens those of them it found in its cache; null if it did not say
 * @param completionTokens tokens generated, reasoning included; null if it did not say
 */
public record ServerUsage(
    @Nullable Long promptTokens, @Nullable Long cachedTokens, @Nullable Long completionTokens) {

  /** A server that said nothing. */
  public static ServerUsage unknown() {
    return new ServerUsage(null, null, null);
  }
}
