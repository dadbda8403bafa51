package org.unabridged.inference.remote.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A key, once read. No message of anything here has it. */
final class ServerKey {
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,4096}");

  private final String value;

  private ServerKey(String source, String value) {
    if (!VISIBLE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the key in " + source + " is empty or has characters that no key has");
    }
    this.value = value;
  }

  /** Reads a user with a password; null if there is to be none. */
  static @Nullable ServerKey readUser(KeySource source, Map<String, String> environment) {
    ServerKey user = read(source, environment);
    if (user != null && user.value.indexOf(':') < 1) {
      throw new IllegalArgumentException("the user of the proxy must be given as user:password");
    }
    return user;
  }

  /** Reads a key; null if there is to be none. */
  static @Nullable ServerKey read(KeySource source, Map<String, String> environment) {
    if (source instanceof KeySource.Environment in) {
      String value = environment.get(in.variable());
      if (value == null) {
        throw new IllegalArgumentException("environment variable " + in.variable() + " is not set");
      }
      return new ServerKey("environment variable " + in.variable(), value.strip());
    }
    return source instanceof KeySource.File in
        ? new ServerKey("file " + in.path(), content(in.path()))
        : null;
  }

  private static String content(Path path) {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("can not read the key in file " + path, e);
    }
  }

  /** The value of the header that carries it. */
  String authorization() {
    return "Bearer " + value;
  }

  /** The same of a user with a password. */
  String basic() {
    return "Basic " + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "(a key)";
  }
}
