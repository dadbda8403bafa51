package org.unabridged.ingestion.tika;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Which document of the file that is being parsed holds which. Lives in the parser's process, which
 * parses one file at a time.
 */
final class Holders {
  private static final Map<String, String> TYPES = new ConcurrentHashMap<>();

  private Holders() {}

  /** A document of known type begins; the file itself before those that it holds. */
  static void begin(Metadata document) {
    String path = path(document);
    if (path.isEmpty()) {
      TYPES.clear();
    }
    String type = document.get(Metadata.CONTENT_TYPE);
    TYPES.put(path, type == null ? "" : type);
  }

  static boolean isEmbedded(Metadata document) {
    return !path(document).isEmpty();
  }

  /** Whether a document is one of its own rather than a part of another's appearance. */
  static boolean isDocument(Metadata document) {
    String path = path(document);
    return path.isEmpty()
        || !PartReader.isDecoration(document)
            && PartReader.holdsDocuments(TYPES.get(pathOfHolder(document)));
  }

  /** Of the document that holds another; that of the file itself is empty. */
  static String pathOfHolder(Metadata embedded) {
    String path = path(embedded);
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Empty for the file itself. */
  static String path(Metadata document) {
    @Nullable String path = document.get(TikaCoreProperties.EMBEDDED_ID_PATH);
    return path == null ? "" : path;
  }
}
