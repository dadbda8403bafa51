package org.unabridged.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.ModelDescription;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RiskRule;
import org.unabridged.outputs.HtmlReport;
import org.unabridged.pipeline.admission.AdmissionPolicy;
import org.unabridged.pipeline.state.RunProgress;

/** What {@code run.json} says: enough to know how the tables came about, and nothing secret. */
final class RunJson {
  private RunJson() {}

  static Map<String, Object> of(
      RunRequest request,
      ModelDescription model,
      String runId,
      Instant start,
      Duration elapsed,
      int inputFiles,
      RunCounts counts,
      RunProgress.Snapshot progress,
      @Nullable String noReport,
      Map<String, Object> account) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("run_id", runId);
    run.put("started", start.toString());
    run.put("seconds", seconds(elapsed));
    run.put("versions", versions());
    run.put("configuration", configuration(request));
    run.put("settings", request.settings());
    if (!request.questions().equals(QuestionSet.cuad())) {
      run.put("questions", questions(request.questions()));
    }
    run.put("model", model(model));
    run.put("counts", counts(inputFiles, counts, progress));
    run.put("report", noReport == null ? HtmlReport.FILE : null);
    if (noReport != null) {
      run.put("report_left_out", noReport);
    }
    if (!account.isEmpty()) {
      run.put("server", account);
    }
    run.put("machine", machine());
    return run;
  }

  private static Map<String, Object> versions() {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("unabridged", Version.current());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  private static Map<String, Object> configuration(RunRequest request) {
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("inputs", request.inputs());
    configuration.put("model", request.model());
    configuration.put("question_set", request.questions().name());
    configuration.put("question_fingerprint", request.questions().fingerprint());
    configuration.put("group_by", request.grouping().label());
    configuration.put(
        "formats", request.formats().stream().map(RunJson::lowerCase).sorted().toList());
    configuration.put("threads", request.runtime().threads());
    configuration.put("kernels", lowerCase(request.runtime().kernels()));
    configuration.put("kv_cache", request.runtime().cache().label());
    configuration.put("parser_fingerprint", request.parser().fingerprint());
    configuration.put("admission", admission(request.admission()));
    return configuration;
  }

  /** As a file for {@code --questions} has them. */
  private static Map<String, Object> questions(QuestionSet set) {
    Map<String, Object> questions = new LinkedHashMap<>();
    questions.put("name", set.name());
    questions.put("questions", set.questions().stream().map(RunJson::question).toList());
    return questions;
  }

  private static Map<String, Object> question(Question question) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", question.id());
    fields.put("title", question.title());
    fields.put("question", question.question());
    fields.put("type", lowerCase(question.answerType()));
    if (question.guidance() != null) {
      fields.put("guidance", question.guidance());
    }
    RiskRule rule = question.riskRule();
    if (rule != null) {
      Map<String, Object> risk = new LinkedHashMap<>();
      risk.put("when", lowerCase(rule.when()));
      risk.put("level", lowerCase(rule.level()));
      if (rule.note() != null) {
        risk.put("note", rule.note());
      }
      fields.put("risk", risk);
    }
    return fields;
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> admission(AdmissionPolicy policy) {
    Map<String, Object> admission = new LinkedHashMap<>();
    admission.put("order", policy.order().label());
    admission.put("retry", policy.retry().label());
    admission.put("deadline", policy.deadline() == null ? null : policy.deadline().toString());
    admission.put("max_documents", policy.maxDocuments());
    admission.put("max_cost", policy.maxCost());
    return admission;
  }

  private static Map<String, Object> model(ModelDescription model) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("name", model.name());
    description.put("engine", model.engine());
    description.put("fingerprint", model.fingerprint());
    description.put("window", model.window());
    description.put("details", model.details());
    return description;
  }

  private static Map<String, Object> counts(
      int inputFiles, RunCounts counts, RunProgress.Snapshot progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("input_files", inputFiles);
    json.put("documents", counts.documents());
    Map<String, Long> failures = new TreeMap<>();
    counts.failures().forEach((category, count) -> failures.put(category.label(), count));
    json.put("failures", failures);
    json.put("clauses", counts.clauses());
    json.put("summaries", counts.summaries());
    json.put("files_parsed", progress.filesParsed());
    json.put("contexts_inferred", progress.contextsInferred());
    json.put("contexts_reused", progress.contextsReused());
    json.put("tokens_inferred", progress.tokensInferred());
    json.put("tokens_reused", progress.tokensReused());
    json.put("cost", progress.cost());
    json.put("retries", progress.retries());
    json.put("parser_restarts", progress.parserRestarts());
    json.put("inference_seconds", seconds(progress.inferenceTime()));
    return json;
  }

  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("heap_mib", Runtime.getRuntime().maxMemory() >> 20);
    return machine;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
