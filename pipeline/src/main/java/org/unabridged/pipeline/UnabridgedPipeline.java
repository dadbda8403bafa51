package org.unabridged.pipeline;

import java.nio.file.Path;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.unabridged.inference.RunInference;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.ingestion.InputFile;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.ingestion.ReadDocuments;
import org.unabridged.outputs.Format;
import org.unabridged.outputs.WriteTables;
import org.unabridged.pipeline.rows.References;
import org.unabridged.pipeline.rows.RunFacts;
import org.unabridged.pipeline.rows.StoreRows;
import org.unabridged.pipeline.state.RunState;

/**
 * The graph. Texts and answers pass between the stages through the store; what travels is a few
 * bytes a document.
 *
 * <pre>
 * inputs ─► ReadDocuments ─► AssembleContexts ─┬─► RunInference ─┬─► WriteTables
 *                                              └─► files ────────┘
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

  /** Enough for any cluster this runs on; few enough that a runner's cost per key does not show. */
  private static final int BUCKETS = 256;

  /** Adds everything to a pipeline. */
  PCollection<String> over(PTransform<PBegin, PCollection<InputFile>> inputs, Pipeline pipeline) {
    PCollectionTuple assembled =
        pipeline
            .apply("Inputs", inputs)
            .apply("Read documents", ReadDocuments.with(parser).storingIn(state.extractions()))
            .apply("Assemble contexts", AssembleContexts.by(grouping).in(state));

    PCollection<String> contexts =
        assembled
            .get(AssembleContexts.CONTEXTS)
            .apply("Spread contexts", Reshuffle.<String>viaRandomKey().withNumBuckets(BUCKETS))
            .apply(
                "Infer",
                RunInference.with(model, runtime, facts.questions()).over(state.inferences()))
            .apply(
                "Refer to contexts",
                MapElements.into(TypeDescriptors.strings()).via(References::ofContext));

    PCollection<String> files =
        assembled.get(AssembleContexts.FILES).apply("Find repetitions", new FindRepetitions());

    return PCollectionList.of(files)
        .and(contexts)
        .apply("All references", Flatten.pCollections())
        .apply(
            "Write tables",
            WriteTables.to(folder).rowsFrom(new StoreRows(facts, state)).withFormats(formats));
  }
}
