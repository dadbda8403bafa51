package org.unabridged.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Writes the URI, then the size. Deterministic. */
public final class InputFileCoder extends AtomicCoder<InputFile> {
  private static final long serialVersionUID = 1;
  private static final InputFileCoder INSTANCE = new InputFileCoder();

  private InputFileCoder() {}

  /** The coder. */
  public static InputFileCoder of() {
    return INSTANCE;
  }

  /** Found by Beam through the annotation of {@link InputFile}. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(InputFile.class), INSTANCE);
  }

  @Override
  public void encode(InputFile file, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(file.uri(), out);
    VarLongCoder.of().encode(file.sizeBytes(), out);
  }

  @Override
  public InputFile decode(InputStream in) throws IOException {
    return new InputFile(StringUtf8Coder.of().decode(in), VarLongCoder.of().decode(in));
  }
}
