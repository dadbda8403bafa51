package org.unabridged.inference.remote.scripted;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the socket.
 *
 * @param method such as POST
 * @param path such as /v1/models
 * @param headers by name in lower case
 * @param body as bytes, perhaps none
 */
public record HttpMessage(String method, String path, Map<String, String> headers, byte[] body) {

  /** Reads the next request of a connection; null if there is none. */
  static @Nullable HttpMessage read(BufferedInputStream in) throws IOException {
    String start = line(in);
    if (start == null) {
      return null;
    }
    String[] words = start.split(" ", -1);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("a body of " + body.length + " instead of " + length + " bytes");
    }
    // through a proxy the whole address comes
    String path = words[1].replaceFirst("^http://[^/]+", "");
    return new HttpMessage(words[0], path, headers, body);
  }

  private static @Nullable String line(BufferedInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int value = in.read(); value != '\n'; value = in.read()) {
      if (value < 0) {
        return null;
      }
      if (value != '\r') {
        line.write(value);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
