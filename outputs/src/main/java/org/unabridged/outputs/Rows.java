package org.unabridged.outputs;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Cells;

/** Makes rows of cells: the inverse of {@link Row#cells()}. */
final class Rows {
  private final List<@Nullable Object> cells;
  private int next;

  private Rows(List<@Nullable Object> cells) {
    this.cells = cells;
  }

  static Row of(Table table, List<@Nullable Object> cells) {
    Rows row = new Rows(cells);
    return switch (table) {
      case DOCUMENTS -> row.document();
      case TEXTS -> row.text();
      case ANSWERS -> row.answer();
      case CLAUSES -> row.clause();
      case SUMMARIES -> row.summary();
      case CONTEXTS -> row.context();
    };
  }

  // Java evaluates arguments from left to right, which is the order of the columns.

  private DocumentRow document() {
    return new DocumentRow(
        string(),
        optionalString(),
        string(),
        string(),
        optionalString(),
        optionalString(),
        int64(),
        optional(Integer.class),
        optionalString(),
        list(share -> new DocumentRow.LanguageShare(share.string(), share.float64())),
        optional(Long.class),
        optional(Long.class),
        optionalString(),
        optionalString(),
        status(),
        optionalString(),
        optionalString(),
        optional(Double.class),
        optional(Double.class),
        optional(Integer.class),
        textFacts());
  }

  private DocumentRow.@Nullable TextFacts textFacts() {
    Boolean partial = optional(Boolean.class);
    return partial == null
        ? null
        : new DocumentRow.TextFacts(
            partial,
            string(),
            float64(),
            optional(Double.class),
            float64(),
            optional(Integer.class),
            optional(Integer.class));
  }

  private TextRow text() {
    return new TextRow(
        string(),
        string(),
        string(),
        int64(),
        Boolean.TRUE.equals(optional(Boolean.class)),
        list(Rows::page));
  }

  private TextRow.Page page() {
    return new TextRow.Page(
        string(),
        int32(),
        optionalString(),
        int32(),
        int32(),
        int32(),
        int32(),
        optionalString(),
        optionalString());
  }

  private ClauseRow.Box box() {
    return new ClauseRow.Box(int32(), float64(), float64(), float64(), float64());
  }

  private AnswerRow answer() {
    return new AnswerRow(
        string(),
        string(),
        optionalString(),
        string(),
        string(),
        string(),
        string(),
        optionalString(),
        int32(),
        optional(Double.class),
        optionalString(),
        optionalString(),
        int32());
  }

  private ClauseRow clause() {
    return new ClauseRow(
        string(),
        string(),
        string(),
        string(),
        string(),
        string(),
        optionalString(),
        int32(),
        int32(),
        int32(),
        int32(),
        optional(Integer.class),
        optional(Integer.class),
        float64(),
        string(),
        optionalList(Rows::box));
  }

  private SummaryRow summary() {
    return new SummaryRow(
        string(),
        string(),
        optionalString(),
        string(),
        string(),
        string(),
        string(),
        list(sentence -> new SummaryRow.Sentence(sentence.string(), sentence.list(Rows::support))));
  }

  private SummaryRow.Support support() {
    return new SummaryRow.Support(string(), optionalString(), optionalString(), int32(), int32());
  }

  private ContextRow context() {
    return new ContextRow(
        string(),
        string(),
        Cells.nested(required()).stream().map(String.class::cast).toList(),
        int64(),
        int64(),
        string(),
        optional(Long.class),
        optional(Long.class),
        optional(Long.class),
        (Boolean) required(),
        string(),
        string(),
        string(),
        string(),
        string(),
        optionalString(),
        optional(Double.class),
        optional(Double.class),
        status(),
        optionalString(),
        optionalString());
  }

  private <T> List<T> list(Function<Rows, T> member) {
    return Cells.nested(required()).stream()
        .map(struct -> member.apply(new Rows(Cells.nested(Objects.requireNonNull(struct)))))
        .toList();
  }

  private <T> List<T> optionalList(Function<Rows, T> member) {
    if (cells.get(next) == null) {
      next++;
      return List.of();
    }
    return list(member);
  }

  private Status status() {
    return Status.valueOf(string().toUpperCase(Locale.ROOT));
  }

  private String string() {
    return (String) required();
  }

  private @Nullable String optionalString() {
    return optional(String.class);
  }

  private int int32() {
    return (Integer) required();
  }

  private long int64() {
    return (Long) required();
  }

  private double float64() {
    return (Double) required();
  }

  private <T> @Nullable T optional(Class<T> type) {
    return type.cast(cells.get(next++));
  }

  private Object required() {
    return Objects.requireNonNull(cells.get(next++));
  }
}
