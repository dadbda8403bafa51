package org.unabridged.inference.remote.dialect;

import org.jspecify.annotations.Nullable;

/**
 * A request as HTTP has it, to whichever replica.
 *
 * @param path below the server's address, such as {@code /v1/models}
 * @param body sent with POST; null for GET
 */
public record ServerCall(String path, @Nullable JsonBody body) {

  static ServerCall get(String path) {
    return new ServerCall(path, null);
  }

  static ServerCall post(String path, JsonBodyWriter.Content members) {
    return new ServerCall(path, JsonBodyWriter.object(members));
  }
}
