package org.unabridged.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.pipeline.rows.FileReference;
import org.unabridged.pipeline.rows.FileReference.Occurrence;
import org.unabridged.pipeline.rows.FileReference.Seen;
import org.unabridged.pipeline.state.StoredContext;
import org.unabridged.pipeline.state.StoredDocument;
import org.unabridged.pipeline.state.StoredFile;
import org.unabridged.pipeline.state.StoredResult;

/**
 * What the model reads of files that are done together.
 *
 * @param contexts each once
 * @param references the files with their documents and the contexts of these
 */
record UnitContexts(List<StoredContext> contexts, List<FileReference> references) {
  /**
   * Puts the documents of a unit into contexts.
   *
   * @param files in the order in which the model reads them
   * @param stored what the store knows of each; null for a file that could not be read
   */
  static UnitContexts of(
      Grouping grouping, List<ReadFile> files, List<@Nullable StoredFile> stored) {
    Map<String, StoredDocument> documents = readable(stored);
    Map<String, StoredContext> byDocument = new LinkedHashMap<>();
    switch (grouping) {
      case DOCUMENT ->
          documents.forEach(
              (id, document) -> byDocument.put(id, StoredContext.of(List.of(document))));
      case FOLDER -> {
        if (!documents.isEmpty()) {
          StoredContext together = StoredContext.of(List.copyOf(documents.values()));
          documents.keySet().forEach(id -> byDocument.put(id, together));
        }
      }
    }
    List<FileReference> references = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      references.add(FileReference.of(files.get(i), occurrences(stored.get(i), byDocument)));
    }
    return new UnitContexts(byDocument.values().stream().distinct().toList(), references);
  }

  private static Map<String, StoredDocument> readable(List<@Nullable StoredFile> files) {
    Map<String, StoredDocument> documents = new LinkedHashMap<>();
    for (StoredFile file : files) {
      if (file != null) {
        file.readableDocuments().forEach(each -> documents.putIfAbsent(each.documentId(), each));
      }
    }
    return documents;
  }

  private static List<Occurrence> occurrences(
      @Nullable StoredFile file, Map<String, StoredContext> contexts) {
    List<Occurrence> occurrences = new ArrayList<>();
    for (StoredResult result : file == null ? List.<StoredResult>of() : file.results()) {
      StoredContext context = contexts.get(result.documentId());
      String contextId = context == null ? null : context.contextId();
      occurrences.add(new Occurrence(result.documentId(), contextId, Seen.FIRST));
    }
    return occurrences;
  }
}
