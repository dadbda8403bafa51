package org.unabridged.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Writes the URI, the size, the id and the reason, the last two nullable. Deterministic. */
public final class ReadFileCoder extends AtomicCoder<ReadFile> {
  private static final long serialVersionUID = 1;
  private static final ReadFileCoder INSTANCE = new ReadFileCoder();
  private static final Coder<String> NULLABLE = NullableCoder.of(StringUtf8Coder.of());

  private ReadFileCoder() {}

  /** The coder. */
  public static ReadFileCoder of() {
    return INSTANCE;
  }

  /** Found by Beam through the annotation of {@link ReadFile}. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(ReadFile.class), INSTANCE);
  }

  @Override
  public void encode(ReadFile file, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(file.uri(), out);
    VarLongCoder.of().encode(file.sizeBytes(), out);
    NULLABLE.encode(file.fileId(), out);
    NULLABLE.encode(file.unreadableReason(), out);
  }

  @Override
  public ReadFile decode(InputStream in) throws IOException {
    return new ReadFile(
        StringUtf8Coder.of().decode(in),
        VarLongCoder.of().decode(in),
        NULLABLE.decode(in),
        NULLABLE.decode(in));
  }
}
