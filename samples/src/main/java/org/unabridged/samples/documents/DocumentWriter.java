package org.unabridged.samples.documents;

import java.io.IOException;

/** Gives a source text a file format. Equal texts give files with equal content. */
@FunctionalInterface
interface DocumentWriter {

  byte[] write(SourceText text) throws IOException;
}
