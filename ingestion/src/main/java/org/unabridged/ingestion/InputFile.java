package org.unabridged.ingestion;

import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A discovered file.
 *
 * @param uri where it is: a {@code file:///} URI, or the resource id of another Beam file system
 * @param sizeBytes its size when it was discovered
 */
@DefaultCoder(InputFileCoder.class)
public record InputFile(String uri, long sizeBytes) {
  /** Checks the values. */
  public InputFile {
    Require.notBlank("uri", uri);
    Require.notNegative("size in bytes", sizeBytes);
  }
}
