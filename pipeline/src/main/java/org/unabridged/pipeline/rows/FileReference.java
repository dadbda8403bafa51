package org.unabridged.pipeline.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.ReadFile;

/**
 * One input file and where its rows come from: all that travels about a file between the stages.
 *
 * @param uri where the file was found
 * @param sizeBytes its size
 * @param fileId SHA-256 of its bytes; null when it could not be read
 * @param unreadableReason why it could not be read; null when it could
 * @param leftReason why it was not even parsed in this run; null when it was, now or before
 * @param occurrences one for each document in it, failed ones too, in the order of the stored file
 */
public record FileReference(
    String uri,
    long sizeBytes,
    @Nullable String fileId,
    @Nullable String unreadableReason,
    @Nullable String leftReason,
    List<Occurrence> occurrences) {
  /**
   * Sorts before every printable character, so encoded references sort by address; JSON escapes it.
   */
  private static final char SEPARATOR = '\t';

  private static final JsonMapper MAPPER = new JsonMapper();

  /** Whether the same bytes stand earlier in the input. */
  public enum Seen {
    /** They do not: the document's content is reported here. */
    FIRST,
    /** They do: only the place is reported here. */
    AGAIN
  }

  /**
   * One document at one place.
   *
   * @param documentId the document
   * @param contextId the context in which it is read; null when it is not
   * @param seen whether the same document stands earlier in the input
   */
  public record Occurrence(String documentId, @Nullable String contextId, Seen seen) {
    /** The same place, read in this context; null when it is not read. */
    public Occurrence withContext(@Nullable String newContextId) {
      return new Occurrence(documentId, newContextId, seen);
    }

    /** The same place with this knowledge of the others. */
    public Occurrence withSeen(Seen newSeen) {
      return new Occurrence(documentId, contextId, newSeen);
    }
  }

  /** Copies the list. */
  public FileReference {
    occurrences = List.copyOf(occurrences);
  }

  /** A file that was read; its documents are known when they are in the store. */
  public static FileReference of(ReadFile file, List<Occurrence> occurrences) {
    return new FileReference(
        file.uri(), file.sizeBytes(), file.fileId(), file.unreadableReason(), null, occurrences);
  }

  /** A file for which a run had no room. */
  public static FileReference left(ReadFile file, String reason) {
    String fileId = file.fileId();
    return new FileReference(
        file.uri(),
        file.sizeBytes(),
        fileId,
        file.unreadableReason(),
        fileId == null ? null : reason,
        fileId == null ? List.of() : List.of(new Occurrence(fileId, null, Seen.FIRST)));
  }

  /** The same file with these documents. */
  public FileReference withOccurrences(List<Occurrence> newOccurrences) {
    return new FileReference(uri, sizeBytes, fileId, unreadableReason, leftReason, newOccurrences);
  }

  /** As text whose natural order is that of the addresses. */
  public String encode() {
    try {
      return uri + SEPARATOR + MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The inverse of {@link #encode()}. */
  public static FileReference decode(String encoded) {
    try {
      String json = encoded.substring(encoded.lastIndexOf(SEPARATOR) + 1);
      return MAPPER.readValue(json, FileReference.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a file reference", e);
    }
  }
}
