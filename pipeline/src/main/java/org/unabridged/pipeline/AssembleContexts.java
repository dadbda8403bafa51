package org.unabridged.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.ingestion.ReadFileCoder;
import org.unabridged.pipeline.rows.FileReference;
import org.unabridged.pipeline.rows.FileReference.Occurrence;
import org.unabridged.pipeline.rows.FileReference.Seen;
import org.unabridged.pipeline.state.RunProgress;
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.state.StoredDocument;
import org.unabridged.pipeline.state.StoredResult;

/**
 * Decides what the model reads in one pass: files in; ids of contexts out, each once in a process
 * however many places its documents stand at; and for every file a reference to its documents and
 * their contexts.
 */
final class AssembleContexts extends PTransform<PCollection<ReadFile>, PCollectionTuple> {
  /** Ids of contexts. */
  static final TupleTag<String> CONTEXTS = new TupleTag<>() {};

  /** Encoded {@link FileReference}s. */
  static final TupleTag<String> FILES = new TupleTag<>() {};

  private static final long serialVersionUID = 1;

  private final Grouping grouping;
  private final RunState state;

  private AssembleContexts(Grouping grouping, RunState state) {
    this.grouping = grouping;
    this.state = state;
  }

  static Builder by(Grouping grouping) {
    return new Builder(grouping);
  }

  /** A transform that only lacks its store. */
  record Builder(Grouping grouping) {
    AssembleContexts in(RunState state) {
      return new AssembleContexts(grouping, state);
    }
  }

  @Override
  public PCollectionTuple expand(PCollection<ReadFile> files) {
    return switch (grouping) {
      case DOCUMENT -> files.apply("Each alone", parDo(new EachAlone(state)));
      case FOLDER ->
          files
              .apply("Folder", ParDo.of(new ByFolder(state)))
              .setCoder(KvCoder.of(StringUtf8Coder.of(), ReadFileCoder.of()))
              .apply("Gather folders", GroupByKey.create())
              .apply("Each folder", parDo(new EachFolder(state)));
    };
  }

  private static <T> ParDo.MultiOutput<T, String> parDo(DoFn<T, String> assemble) {
    return ParDo.of(assemble).withOutputTags(CONTEXTS, TupleTagList.of(FILES));
  }

  private static String folder(String uri) {
    return uri.substring(0, uri.lastIndexOf('/') + 1);
  }

  /** What is known of a file once it was read; its documents are in no context yet. */
  private static FileReference reference(ReadFile file, RunState state) {
    List<Occurrence> occurrences = new ArrayList<>();
    if (file.fileId() != null) {
      for (StoredResult result : state.extractions().file(file.fileId()).results()) {
        occurrences.add(new Occurrence(result.documentId(), null, Seen.FIRST));
      }
    }
    return new FileReference(
        file.uri(), file.sizeBytes(), file.fileId(), file.unreadableReason(), occurrences);
  }

  private static List<StoredDocument> readable(FileReference file, RunState state) {
    return file.fileId() == null
        ? List.of()
        : state.extractions().file(file.fileId()).readableDocuments();
  }

  private static FileReference in(Map<String, String> contexts, FileReference file) {
    return file.withOccurrences(
        file.occurrences().stream()
            .map(place -> place.withContext(contexts.get(place.documentId())))
            .toList());
  }

  private static final class EachAlone extends DoFn<ReadFile, String> {
    private static final long serialVersionUID = 1;
    private final RunState state;

    EachAlone(RunState state) {
      this.state = state;
    }

    @ProcessElement
    public void process(@Element ReadFile read, MultiOutputReceiver output) {
      FileReference file = reference(read, state);
      Map<String, String> contexts = new LinkedHashMap<>();
      for (StoredDocument document : readable(file, state)) {
        contexts.put(document.documentId(), state.inferences().saveContext(List.of(document)));
      }
      for (String contextId : contexts.values()) {
        if (state.inferences().claim(contextId, file.uri())) {
          output.get(CONTEXTS).output(contextId);
        }
      }
      // Only now: once all files are read, no context may be unknown.
      RunProgress.of(state.runId()).read(file.sizeBytes());
      output.get(FILES).output(in(contexts, file).encode());
    }
  }

  private static final class ByFolder extends DoFn<ReadFile, KV<String, ReadFile>> {
    private static final long serialVersionUID = 1;
    private final RunState state;

    ByFolder(RunState state) {
      this.state = state;
    }

    @ProcessElement
    public void process(@Element ReadFile read, OutputReceiver<KV<String, ReadFile>> output) {
      RunProgress.of(state.runId()).read(read.sizeBytes());
      output.output(KV.of(folder(read.uri()), read));
    }
  }

  private static final class EachFolder extends DoFn<KV<String, Iterable<ReadFile>>, String> {
    private static final long serialVersionUID = 1;
    private final RunState state;

    EachFolder(RunState state) {
      this.state = state;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<ReadFile>> folder, MultiOutputReceiver output) {
      List<FileReference> files = new ArrayList<>();
      folder.getValue().forEach(read -> files.add(reference(read, state)));
      files.sort(Comparator.comparing(FileReference::uri));

      Map<String, StoredDocument> documents = new LinkedHashMap<>();
      for (FileReference file : files) {
        readable(file, state).forEach(each -> documents.putIfAbsent(each.documentId(), each));
      }
      Map<String, String> contexts = new LinkedHashMap<>();
      if (!documents.isEmpty()) {
        String contextId = state.inferences().saveContext(List.copyOf(documents.values()));
        documents.keySet().forEach(documentId -> contexts.put(documentId, contextId));
        if (state.inferences().claim(contextId, folder.getKey())) {
          output.get(CONTEXTS).output(contextId);
        }
      }
      files.forEach(file -> output.get(FILES).output(in(contexts, file).encode()));
    }
  }
}
