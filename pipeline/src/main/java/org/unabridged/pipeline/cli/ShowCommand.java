package org.unabridged.pipeline.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.AnswerRow;
import org.unabridged.outputs.ClauseRow;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.SummaryRow;
import org.unabridged.pipeline.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unabridged show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    sortOptions = false,
    description = "Shows what a run found in one document: its abstract and its clauses.")
final class ShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "OUT|RUN",
      description = "An output folder, for its newest run, or the folder of a run.")
  private Path where = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DOCUMENT",
      description = "File name with or without extension, end of the address, or start of the id.")
  private String document = "";

  @Option(
      names = "--type",
      paramLabel = "QUESTION",
      description = "Only this question, such as governing-law; may be given several times.")
  private List<String> types = List.of();

  @Option(
      names = "--all",
      description = "Also clauses of which the model is less than half certain.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--diff",
      paramLabel = "OUT|RUN",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Show what changed since another run: by default since the one before in the same output"
              + " folder.")
  private @Nullable String diff;

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    RunFolder run = RunFolder.at(where);
    DocumentRow row = run.document(document);
    if (diff != null) {
      RunFolder before = diff.isEmpty() ? run.before() : RunFolder.at(Path.of(diff));
      new DocumentDiff(out, terminal, before, run).print(row, this::wanted);
      out.flush();
      return 0;
    }
    String id = row.documentId();
    List<AnswerRow> answers = id == null ? List.of() : ofType(run.answers(id));
    List<ClauseRow> clauses =
        id == null
            ? List.of()
            : run.clauses(id).stream().filter(clause -> wanted(clause.questionId())).toList();
    List<SummaryRow> summaries = id == null ? List.of() : run.summaries(id);
    if (json) {
      print(out, row, answers, clauses, summaries);
    } else {
      new DocumentView(out, terminal, all ? 0 : DocumentView.LIKELY)
          .print(
              row,
              answers,
              clauses,
              types.isEmpty() ? summaries : List.of(),
              id == null || clauses.isEmpty() ? "" : run.text(id));
    }
    out.flush();
    return 0;
  }

  private List<AnswerRow> ofType(List<AnswerRow> answers) {
    List<String> known = answers.stream().map(AnswerRow::questionId).toList();
    for (String type : types) {
      if (!known.contains(type)) {
        throw new ConfigurationException(
            "--type: '" + type + "' was not asked in this run; asked: " + String.join(", ", known));
      }
    }
    return answers.stream().filter(answer -> wanted(answer.questionId())).toList();
  }

  private boolean wanted(String questionId) {
    return types.isEmpty() || types.contains(questionId);
  }

  private static void print(
      PrintWriter out,
      DocumentRow document,
      List<AnswerRow> answers,
      List<ClauseRow> clauses,
      List<SummaryRow> summaries)
      throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("document", document);
    all.put("summaries", summaries);
    all.put("answers", answers);
    all.put("clauses", clauses);
    out.println(
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(all));
  }
}
