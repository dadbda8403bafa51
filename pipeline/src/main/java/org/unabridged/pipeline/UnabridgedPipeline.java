package org.unabridged.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.RunInference;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.ingestion.ReadDocuments;
import org.unabridged.outputs.Format;
import org.unabridged.outputs.WriteTables;
import org.unabridged.pipeline.rows.References;
import org.unabridged.pipeline.rows.RowCounters;
import org.unabridged.pipeline.rows.RunFacts;
import org.unabridged.pipeline.rows.StoreRows;
import org.unabridged.pipeline.state.RunState;

/**
 * The graph. Texts and answers pass between the stages through the store; what travels is a few
 * bytes a document.
 *
 * <pre>
 * inputs ─► ReadDocuments ─► AssembleContexts ─┬─► RunInference ─┬─► WriteTables
 *                                              └─► files ────────┤
 * settled: finished before, or left for another run ─────────────┘
 * </pre>
 *
 * @param parser how files are parsed
 * @param grouping what the model reads in one pass
 * @param model the model, as it is opened
 * @param runtime how the model uses the machine
 * @param facts the run, its model and its questions
 * @param state where texts and outcomes are kept
 * @param formats which files to write
 * @param folder where to write them
 */
record UnabridgedPipeline(
    ParserConfiguration parser,
    Grouping grouping,
    String model,
    RuntimeOptions runtime,
    RunFacts facts,
    RunState state,
    Set<Format> formats,
    Path folder) {

  /**
   * Adds everything to a pipeline.
   *
   * @param inputs what is to be worked on
   * @param settled what only has to be reported
   */
  PCollection<String> over(ReleaseInputs inputs, SettledReferences settled, Pipeline pipeline) {
    PCollectionTuple released = pipeline.apply("Inputs", inputs);
    PCollectionTuple assembled =
        released
            .get(ReleaseInputs.RELEASED)
            .apply(
                "Read documents",
                ReadDocuments.with(parser)
                    .storingIn(state.extractions())
                    .over(2 * LocalOptions.workers(model, runtime)))
            .apply("Assemble contexts", AssembleContexts.by(grouping).in(state));
    List<PCollection<String>> files = new ArrayList<>();
    files.add(assembled.get(AssembleContexts.FILES));
    files.add(released.get(ReleaseInputs.LEFT));
    List<PCollection<String>> contexts = new ArrayList<>();
    contexts.add(infer(assembled.get(AssembleContexts.CONTEXTS)));
    if (!settled.isEmpty()) {
      files.add(create("Settled files", settled.files(), pipeline));
      contexts.add(create("Settled contexts", settled.contexts(), pipeline));
    }
    PCollection<String> fileReferences =
        flatten("All files", files).apply("Find repetitions", new FindRepetitions());
    PCollection<String> contextReferences =
        flatten("All contexts", contexts)
            .apply(
                "Refer to contexts",
                MapElements.into(TypeDescriptors.strings()).via(References::ofContext));
    return flatten("All references", List.of(fileReferences, contextReferences))
        .apply(
            "Write tables",
            WriteTables.to(folder)
                .rowsFrom(new StoreRows(facts, state, RowCounters.metrics(), runtime.threads()))
                .withFormats(formats));
  }

  private PCollection<String> infer(PCollection<String> contexts) {
    return contexts
        .apply(
            "Spread contexts",
            SpreadContexts.of(state, ModelHandlers.contextsAtOnce(model, runtime)))
        .apply(
            "Infer", RunInference.with(model, runtime, facts.questions()).over(state.inferences()));
  }

  private static PCollection<String> create(String name, List<String> elements, Pipeline pipeline) {
    return pipeline.apply(name, Create.of(elements).withCoder(StringUtf8Coder.of()));
  }

  private static PCollection<String> flatten(String name, List<PCollection<String>> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : PCollectionList.of(parts).apply(name, Flatten.pCollections());
  }
}
