package org.unabridged.ingestion.tika;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.pipes.emitter.AbstractEmitter;
import org.apache.tika.pipes.emitter.EmitData;
import org.apache.tika.pipes.emitter.TikaEmitterException;

/**
 * Prepares the parser's process before its first document. It takes the place of an emitter, which
 * Tika asks for and makes at start-up; nothing is emitted, results go back to the caller.
 */
public final class ForkSetup extends AbstractEmitter {
  /** Called by Tika in the parser's process. */
  public ForkSetup() {
    silence();
    OfflineNetwork.install();
    FontMappers.set(new BundledFonts());
    openJournal();
    ForkProgress.watch();
  }

  /** What a parser prints is not for the user's terminal, and may be text of a document. */
  private static void silence() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    System.setOut(nowhere);
    System.setErr(nowhere);
  }

  private static void openJournal() {
    try {
      TextJournal.open();
    } catch (IOException e) {
      throw new UncheckedIOException("the parser's folder is not writable", e);
    }
  }

  @Override
  public void emit(String key, List<Metadata> metadata, ParseContext context)
      throws TikaEmitterException {
    throw new TikaEmitterException("results go back to the caller");
  }

  @Override
  public void emit(List<? extends EmitData> data) throws TikaEmitterException {
    throw new TikaEmitterException("results go back to the caller");
  }
}
