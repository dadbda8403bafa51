package org.unabridged.pipeline.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Stable names for content. */
public final class Hashes {
  private Hashes() {}

  /** SHA-256, in hexadecimal, over the fields in order; ("ab", "c") and ("a", "bc") differ. */
  public static String of(String... fields) {
    MessageDigest digest = sha256();
    for (String field : fields) {
      digest.update(field.getBytes(StandardCharsets.UTF_8));
      // This byte does not occur in UTF-8, so fields cannot run into each other.
      digest.update((byte) 0xFF);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
