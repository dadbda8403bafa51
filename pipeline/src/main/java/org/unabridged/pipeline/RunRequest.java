package org.unabridged.pipeline;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.outputs.Format;
import org.unabridged.pipeline.admission.AdmissionPolicy;

/**
 * What a run is asked to do.
 *
 * @param inputs files, folders and globs; at least one
 * @param output the output folder
 * @param state where finished work is kept; several output folders can share it
 * @param model name of the model
 * @param questions what is asked
 * @param grouping what the model reads in one pass
 * @param formats which files to write; at least one
 * @param runtime how the model uses the machine
 * @param parser how files are parsed
 * @param admission how much work is taken on
 * @param settings what was set, as a configuration file would say it, so that the run can be
 *     repeated; nothing secret
 */
public record RunRequest(
    List<String> inputs,
    Path output,
    Path state,
    String model,
    QuestionSet questions,
    Grouping grouping,
    Set<Format> formats,
    RuntimeOptions runtime,
    ParserConfiguration parser,
    AdmissionPolicy admission,
    Map<String, Object> settings) {
  /** The bundled model. */
  public static final String DEFAULT_MODEL = "clause-moe";

  /** Checks that there is something to do. */
  public RunRequest {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("inputs must name at least one file, folder or glob");
    }
    if (formats.isEmpty()) {
      throw new IllegalArgumentException("formats must hold at least one format");
    }
    inputs = List.copyOf(inputs);
    formats = Set.copyOf(EnumSet.copyOf(formats));
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** A run with the bundled model and questions, each document on its own, into Parquet. */
  public static RunRequest of(List<String> inputs, Path output) {
    return new RunRequest(
        inputs,
        output,
        ownState(output),
        DEFAULT_MODEL,
        QuestionSet.cuad(),
        Grouping.DOCUMENT,
        EnumSet.of(Format.PARQUET),
        RuntimeOptions.defaults(),
        ParserConfiguration.defaults(),
        AdmissionPolicy.unlimited(),
        Map.of());
  }

  /** Where an output folder keeps what concerns no other one. */
  static Path ownState(Path output) {
    return output.resolve(".state");
  }

  /** The same run with its finished work elsewhere. */
  public RunRequest withState(Path newState) {
    return new RunRequest(
        inputs, output, newState, model, questions, grouping, formats, runtime, parser, admission,
        settings);
  }

  /** The same run with another model. */
  public RunRequest withModel(String newModel) {
    return new RunRequest(
        inputs, output, state, newModel, questions, grouping, formats, runtime, parser, admission,
        settings);
  }

  /** The same run with other questions. */
  public RunRequest withQuestions(QuestionSet newQuestions) {
    return new RunRequest(
        inputs,
        output,
        state,
        model,
        newQuestions,
        grouping,
        formats,
        runtime,
        parser,
        admission,
        settings);
  }

  /** The same run with another grouping. */
  public RunRequest withGrouping(Grouping newGrouping) {
    return new RunRequest(
        inputs,
        output,
        state,
        model,
        questions,
        newGrouping,
        formats,
        runtime,
        parser,
        admission,
        settings);
  }

  /** The same run into other formats. */
  public RunRequest withFormats(Set<Format> newFormats) {
    return new RunRequest(
        inputs,
        output,
        state,
        model,
        questions,
        grouping,
        newFormats,
        runtime,
        parser,
        admission,
        settings);
  }

  /** The same run on a differently used machine. */
  public RunRequest withRuntime(RuntimeOptions newRuntime) {
    return new RunRequest(
        inputs,
        output,
        state,
        model,
        questions,
        grouping,
        formats,
        newRuntime,
        parser,
        admission,
        settings);
  }

  /** The same run with files parsed differently. */
  public RunRequest withParser(ParserConfiguration newParser) {
    return new RunRequest(
        inputs, output, state, model, questions, grouping, formats, runtime, newParser, admission,
        settings);
  }

  /** The same run with other limits. */
  public RunRequest withAdmission(AdmissionPolicy newAdmission) {
    return new RunRequest(
        inputs,
        output,
        state,
        model,
        questions,
        grouping,
        formats,
        runtime,
        parser,
        newAdmission,
        settings);
  }

  /** The same run, which says that it was set like this. */
  public RunRequest withSettings(Map<String, Object> newSettings) {
    return new RunRequest(
        inputs,
        output,
        state,
        model,
        questions,
        grouping,
        formats,
        runtime,
        parser,
        admission,
        newSettings);
  }
}
