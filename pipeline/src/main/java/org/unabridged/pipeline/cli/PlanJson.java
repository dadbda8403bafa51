package org.unabridged.pipeline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.Window;
import org.unabridged.pipeline.PlanReport;
import org.unabridged.pipeline.PlanReport.Outlook;
import org.unabridged.pipeline.PlanReport.PlannedContext;
import org.unabridged.pipeline.ReadingSpeed;
import org.unabridged.pipeline.admission.Explanation;

/** A plan for programs. */
final class PlanJson {
  private PlanJson() {}

  /** One object, indented. */
  static String of(PlanReport plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("input_files", plan.files().size());
    json.put("decisions", decisions(plan));
    Map<String, Long> failures = new TreeMap<>();
    plan.failures().forEach((category, count) -> failures.put(category.label(), count));
    json.put("failures", failures);
    json.put("contexts_to_read", plan.contexts().size());
    json.put("contexts_reused", plan.contextsReused());
    json.put("contexts_refused", plan.refused());
    json.put("windows", plan.windows().stream().map(each -> window(each, plan)).toList());
    json.put("lengths", PlanHistogram.of(plan.contexts()).stream().map(PlanJson::bar).toList());
    json.put("token_count", plan.isEstimated() ? "estimate" : "exact");
    json.put("parse_seconds", seconds(plan.parsing()));
    json.put("speed", speed(plan.speed()));
    json.put("run", outlook(plan.outlook()));
    json.put("files", plan.files().stream().map(PlanJson::file).toList());
    json.put("contexts", plan.contexts().stream().map(PlanJson::context).toList());
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan of plain values", e);
    }
  }

  private static Map<String, Long> decisions(PlanReport plan) {
    Map<String, Long> decisions = new TreeMap<>();
    plan.files().forEach(file -> decisions.merge(label(file), 1L, Long::sum));
    return decisions;
  }

  private static String label(Explanation file) {
    return file.decision().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> window(Window window, PlanReport plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", window.name());
    json.put("tokens", window.tokens());
    json.put("contexts", plan.taking(window));
    return json;
  }

  private static Map<String, Object> bar(PlanHistogram.Bar bar) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("up_to", bar.upTo());
    json.put("contexts", bar.contexts());
    json.put("tokens", bar.tokens());
    return json;
  }

  private static @Nullable Map<String, @Nullable Object> speed(@Nullable ReadingSpeed speed) {
    if (speed == null) {
      return null;
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("source", speed.source().name().toLowerCase(Locale.ROOT));
    json.put("contexts", speed.contexts());
    json.put("tokens", speed.tokens());
    json.put("tokens_per_second", speed.tokensPerSecond());
    json.put("cost_per_token", speed.costPerToken());
    return json;
  }

  private static Map<String, @Nullable Object> outlook(Outlook outlook) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("contexts", outlook.contexts());
    json.put("files_left_by_count", outlook.leftByCount());
    json.put("contexts_left_by_deadline", outlook.leftByDeadline());
    json.put("contexts_left_by_cost", outlook.leftByCost());
    json.put("tokens_sent", outlook.tokensSent());
    json.put("most_cost", outlook.mostCost());
    json.put("expected_cost", outlook.expectedCost());
    Duration time = outlook.time();
    json.put("seconds", time == null ? null : seconds(time));
    return json;
  }

  private static Map<String, String> file(Explanation file) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("uri", file.uri());
    json.put("decision", label(file));
    json.put("reason", file.reason());
    return json;
  }

  private static Map<String, @Nullable Object> context(PlannedContext context) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Window window = context.window();
    json.put("context_id", context.contextId());
    json.put("uri", context.uri());
    json.put("documents", context.documents());
    json.put("text_tokens", context.forecast().textTokens());
    json.put("longest", context.forecast().longest());
    json.put("tokens_sent", context.forecast().tokensSent());
    json.put("window", window == null ? null : window.name());
    json.put("most_cost", context.forecast().mostCost());
    return json;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
