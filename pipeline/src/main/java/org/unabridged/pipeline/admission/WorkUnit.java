package org.unabridged.pipeline.admission;

import java.util.List;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.pipeline.rows.FileReference;

/**
 * Files that are done together or not at all: one file, or a folder whose documents are read in one
 * pass.
 *
 * @param files the files, in order of their addresses; at least one
 * @param standing how far the store is with them
 * @param identities the same files with their hashes; empty when they were not asked for
 * @param references where the rows of the files come from; empty for what is still to be parsed
 */
public record WorkUnit(
    List<InputFile> files,
    Standing standing,
    List<ReadFile> identities,
    List<FileReference> references) {
  /** Copies the lists. */
  public WorkUnit {
    files = List.copyOf(files);
    identities = List.copyOf(identities);
    references = List.copyOf(references);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a unit has at least one file");
    }
  }

  /** Size of all its files. */
  public long sizeBytes() {
    return files.stream().mapToLong(InputFile::sizeBytes).sum();
  }

  /** Address of its first file, which no other unit has. */
  public String uri() {
    return files.get(0).uri();
  }
}
