package org.unabridged.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.ReadFile;
import org.unabridged.ingestion.ReadFileCoder;
import org.unabridged.pipeline.rows.FileReference;
import org.unabridged.pipeline.state.RunProgress;
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.state.StoredContext;
import org.unabridged.pipeline.state.StoredFile;

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

  /** What the run knows of a file; one element, null for a file that could not be read. */
  private static List<@Nullable StoredFile> stored(ReadFile file, RunState state) {
    String fileId = file.fileId();
    return Collections.singletonList(fileId == null ? null : state.extractions().file(fileId));
  }

  private static void emit(
      UnitContexts unit, String place, RunState state, DoFn.OutputReceiver<String> contexts) {
    for (StoredContext context : unit.contexts()) {
      state.inferences().saveContext(context);
      if (state.inferences().claim(context.contextId(), place)) {
        contexts.output(context.contextId());
      }
    }
  }

  private static final class EachAlone extends DoFn<ReadFile, String> {
    private static final long serialVersionUID = 1;
    private final RunState state;

    EachAlone(RunState state) {
      this.state = state;
    }

    @ProcessElement
    public void process(@Element ReadFile read, MultiOutputReceiver output) {
      UnitContexts unit = UnitContexts.of(Grouping.DOCUMENT, List.of(read), stored(read, state));
      emit(unit, read.uri(), state, output.get(CONTEXTS));
      // Only now: once all files are read, no context may be unknown.
      RunProgress.of(state.runId()).read(read.sizeBytes());
      unit.references().forEach(file -> output.get(FILES).output(file.encode()));
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
      output.output(KV.of(Grouping.folder(read.uri()), read));
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
      List<ReadFile> files = new ArrayList<>();
      folder.getValue().forEach(files::add);
      files.sort(Comparator.comparing(ReadFile::uri));
      List<@Nullable StoredFile> stored = new ArrayList<>();
      files.forEach(file -> stored.addAll(stored(file, state)));

      UnitContexts unit = UnitContexts.of(Grouping.FOLDER, files, stored);
      emit(unit, folder.getKey(), state, output.get(CONTEXTS));
      unit.references().forEach(file -> output.get(FILES).output(file.encode()));
    }
  }
}
