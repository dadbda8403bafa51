package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.DigestingParser;
import org.apache.tika.parser.ParseContext;

/** Notes hash, size and completeness of each document before it is parsed. */
public final class SizedSha256Factory implements DigestingParser.DigesterFactory {
  static final String SHA_256 = "unabridged:sha256";
  static final String SIZE = "unabridged:size";
  static final String CUT_SHORT = "unabridged:cut_short";

  private static final int BUFFER_BYTES = 1 << 16;

  private boolean skipContainerDocument;

  @Override
  public DigestingParser.Digester build() {
    return SizedSha256Factory::digest;
  }

  @Override
  public void setSkipContainerDocument(boolean skip) {
    skipContainerDocument = skip;
  }

  @Override
  public boolean isSkipContainerDocument() {
    return skipContainerDocument;
  }

  private static void digest(InputStream stream, Metadata metadata, ParseContext context)
      throws IOException {
    Path file = TikaInputStream.cast(stream).getPath();
    if (metadata.get(TikaCoreProperties.EMBEDDED_ID_PATH) == null) {
      ForkProgress.begin(Files.size(file));
    }
    MessageDigest digest = sha256();
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
        ForkProgress.step();
      }
    }
    metadata.set(SHA_256, HexFormat.of().formatHex(digest.digest()));
    metadata.set(SIZE, Long.toString(Files.size(file)));
    if (FileEnd.isCutShort(file)) {
      metadata.set(CUT_SHORT, "true");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
