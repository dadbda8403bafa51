package org.unabridged.ingestion;

import org.apache.beam.sdk.coders.DefaultCoder;
import org.jspecify.annotations.Nullable;

/**
 * An input file that went through the reader: either its content is in the store under its id, or
 * there is a reason why it could not be read.
 *
 * @param uri where the file is
 * @param sizeBytes its size
 * @param fileId SHA-256 of its bytes, under which the store has what it held; null when unreadable
 * @param unreadableReason why the bytes could not be read; null when they could
 */
@DefaultCoder(ReadFileCoder.class)
public record ReadFile(
    String uri, long sizeBytes, @Nullable String fileId, @Nullable String unreadableReason) {
  /** Checks the values. */
  public ReadFile {
    Require.notBlank("uri", uri);
    Require.notNegative("size in bytes", sizeBytes);
    if ((fileId == null) == (unreadableReason == null)) {
      throw new IllegalArgumentException(
          "either a file id or a reason: " + fileId + ", " + unreadableReason);
    }
  }

  static ReadFile stored(InputFile file, String fileId) {
    return new ReadFile(file.uri(), file.sizeBytes(), fileId, null);
  }

  static ReadFile unreadable(InputFile file, String reason) {
    return new ReadFile(file.uri(), file.sizeBytes(), null, reason);
  }
}
