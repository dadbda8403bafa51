package org.unabridged.outputs;

import static org.unabridged.outputs.columns.Column.strings;
import static org.unabridged.outputs.columns.Column.structs;
import static org.unabridged.outputs.columns.ColumnType.BOOLEAN;
import static org.unabridged.outputs.columns.ColumnType.FLOAT64;
import static org.unabridged.outputs.columns.ColumnType.INT32;
import static org.unabridged.outputs.columns.ColumnType.INT64;
import static org.unabridged.outputs.columns.ColumnType.STRING;

import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Schema;
import org.unabridged.outputs.arrow.ArrowSchemas;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.TableShape;

/**
 * The tables of a run. Names, types, nullability and order of the columns are a contract with their
 * readers.
 */
public enum Table {
  /** {@link DocumentRow}. */
  DOCUMENTS(
      "One row per input file and per document inside one, always, failures too.",
      List.of(
          runId(),
          Column.of(
                  "document_id",
                  STRING,
                  "SHA-256 of the document's bytes in hex; null when they could not be read.")
              .orNull(),
          Column.of(
              "uri",
              STRING,
              "Where the document was found; for an embedded one its container's address and the "
                  + "path inside."),
          Column.of("name", STRING, "Last part of the address."),
          Column.of(
                  "parent_id",
                  STRING,
                  "document_id of the mail or archive that holds the document; null at the top.")
              .orNull()
              .repeating(),
          Column.of("media_type", STRING, "Detected media type; null when unknown.")
              .orNull()
              .repeating(),
          Column.of("size_bytes", INT64, "Size in bytes."),
          Column.of(
                  "pages",
                  INT32,
                  "Number of pages, slides, sheets or parts; null where the format has none or it "
                      + "was not parsed.")
              .orNull(),
          Column.of("language", STRING, "Main language, BCP-47; null when there is no text.")
              .orNull()
              .repeating(),
          structs(
              "languages",
              "All languages of the text, largest share first.",
              Column.of("language", STRING, "BCP-47 code.").repeating(),
              Column.of("share", FLOAT64, "Share of the text, 0 to 1.")),
          Column.of(
                  "characters",
                  INT64,
                  "Length of the text in code points; null when there is no text.")
              .orNull(),
          Column.of(
                  "tokens",
                  INT64,
                  "Length of the text in the model's tokens, with line numbers where it is shown with "
                      + "them; null when they were not counted.")
              .orNull(),
          Column.of(
                  "context_id",
                  STRING,
                  "The context in which the model read the document; null when it was not read.")
              .orNull(),
          Column.of("title", STRING, "Title of the document; null when it has none.").orNull(),
          status("Whether the document was parsed and read by the model: ok or failed."),
          failureCategory(),
          failureMessage(),
          Column.of(
                  "parse_seconds", FLOAT64, "Time to extract the text; null when it was not tried.")
              .orNull(),
          Column.of(
                  "inference_seconds",
                  FLOAT64,
                  "Time of the model over the document's context; null when it was not tried.")
              .orNull(),
          Column.of(
                  "addressed_to_models",
                  INT32,
                  "Passages of the text that speak to a language model instead of to a party, 100 "
                      + "at most; null when the model takes no instructions.")
              .orNull(),
          Column.of(
                  "text_partial",
                  BOOLEAN,
                  "Whether a part is missing from texts, because the file is damaged or its parser was "
                      + "stopped, so that the model did not read it; null when there is no text.")
              .orNull(),
          Column.of(
                  "text_quality",
                  STRING,
                  "How far the text can be trusted: good, doubtful or poor; null when there is "
                      + "none.")
              .orNull()
              .repeating(),
          Column.of(
                  "replacement_share",
                  FLOAT64,
                  "Share of characters that could not be decoded (U+FFFD and private ones) or were "
                      + "decoded in another charset than written (mojibake), 0 to 1; null when "
                      + "there is no text.")
              .orNull(),
          Column.of(
                  "unmapped_share",
                  FLOAT64,
                  "Share of the glyphs on a PDF's pages whose fonts do not say what characters "
                      + "they are, 0 to 1; null for other formats.")
              .orNull(),
          Column.of(
                  "plausibility",
                  FLOAT64,
                  "Mean natural logarithm of the probability of a character after the one before, "
                      + "in a model of all languages: writing has about -3, garbage less than -6; "
                      + "null when there is no text.")
              .orNull(),
          Column.of(
                  "pages_recognised",
                  INT32,
                  "Pages whose text was recognised in their image (OCR); null without pages.")
              .orNull(),
          Column.of(
                  "pages_without_text",
                  INT32,
                  "Pages on which there is no text; null without pages.")
              .orNull())),

  /** {@link TextRow}. */
  TEXTS(
      "One row per parsed document: the text to which every offset refers.",
      List.of(
          runId(),
          documentId(),
          Column.of("text", STRING, "Canonical text: what was extracted, NFC, lines end with \\n.")
              .longText(),
          Column.of("characters", INT64, "Length of the text in code points."),
          Column.of(
                  "partial",
                  BOOLEAN,
                  "Whether a part is missing; the model did not read such a text. Null in runs of "
                      + "versions that did not say.")
              .orNull(),
          structs(
              "pages",
              "Where pages, slides, sheets or parts stand in the text; empty where there are none.",
              Column.of("kind", STRING, "page, slide, sheet or part.").repeating(),
              Column.of("number", INT32, "Number of the page, from 1."),
              Column.of(
                      "label",
                      STRING,
                      "Name of the page, such as that of a sheet; null when it has none.")
                  .orNull(),
              start(),
              end(),
              startUtf16(),
              endUtf16(),
              Column.of(
                      "source",
                      STRING,
                      "Where the page's text comes from: text, recognised (OCR) or none; null "
                          + "where only text can be.")
                  .orNull()
                  .repeating(),
              Column.of(
                      "left_out",
                      STRING,
                      "Running headers, footers and page numbers of the page, which are not in "
                          + "the text; null when there are none.")
                  .orNull()))),

  /** {@link AnswerRow}. */
  ANSWERS(
      "One row per document and question, always.",
      List.of(
          runId(),
          documentId().repeating(),
          contextId().orNull(),
          questionId(),
          Column.of("question_title", STRING, "Title of the question.").repeating(),
          Column.of("answer_type", STRING, "span, date, duration, money, party or yes_no.")
              .repeating(),
          Column.of(
                  "state",
                  STRING,
                  "found, absent, conflicting, not_supported, failed or not_asked.")
              .repeating(),
          Column.of(
                  "value",
                  STRING,
                  "Normalised value, such as an ISO date; null when there is none.")
              .orNull(),
          Column.of("clause_count", INT32, "Number of this answer's rows in clauses."),
          Column.of("confidence", FLOAT64, "0 to 1; null when the model gives none.").orNull(),
          Column.of(
                  "risk",
                  STRING,
                  "What the question's risk rule says; null without a rule or a finding.")
              .orNull()
              .repeating(),
          Column.of("rationale", STRING, "The model's reason; null when it gives none.")
              .orNull()
              .longText(),
          Column.of(
              "unlocated_count",
              INT32,
              "Quotes that could not be found in the text, and so are not in clauses."))),

  /** {@link ClauseRow}. */
  CLAUSES(
      "One row per extracted span: text[start:end] == quote in the text of its document.",
      List.of(
          runId(),
          Column.of("clause_id", STRING, "Id of the clause, stable across runs."),
          documentId().repeating(),
          contextId(),
          questionId(),
          Column.of("quote", STRING, "The characters of the document.").longText(),
          Column.of(
                  "value",
                  STRING,
                  "Normalised value, such as an ISO date; null when there is none.")
              .orNull(),
          start(),
          end(),
          startUtf16(),
          endUtf16(),
          Column.of(
                  "page_first",
                  INT32,
                  "Number of the page of the first character; null where there are no pages.")
              .orNull(),
          Column.of(
                  "page_last",
                  INT32,
                  "Number of the page of the last character; null where there are no pages.")
              .orNull(),
          Column.of("confidence", FLOAT64, "0 to 1."),
          Column.of("match_tier", STRING, "How the quote was located: exact, normalised or fuzzy.")
              .repeating(),
          structs(
                  "boxes",
                  "Where the span stands on the pages of a PDF, a box for each line; empty where the "
                      + "format has no such places, null in runs of versions that did not say.",
                  Column.of("page", INT32, "Number of the page, from 1."),
                  Column.of("left", FLOAT64, "Points from the left edge of the page as displayed."),
                  Column.of("top", FLOAT64, "Points from its top edge."),
                  Column.of("right", FLOAT64, "Points from its left edge."),
                  Column.of("bottom", FLOAT64, "Points from its top edge."))
              .orNull())),

  /** {@link SummaryRow}. */
  SUMMARIES(
      "One row per summary of a document or of a whole context.",
      List.of(
          runId(),
          Column.of("summary_id", STRING, "Id of the summary, stable across runs."),
          documentId("The document; null for a summary of a whole context.").orNull(),
          contextId(),
          Column.of("language", STRING, "Language of the summary, BCP-47.").repeating(),
          Column.of("method", STRING, "How the summary was made.").repeating(),
          Column.of("text", STRING, "The sentences as one text.").longText(),
          structs(
              "sentences",
              "The sentences in order, each with what it rests on.",
              Column.of("text", STRING, "The sentence.").longText(),
              structs(
                  "support",
                  "The spans that the sentence rests on.",
                  documentId().repeating(),
                  questionId().orNull(),
                  Column.of("clause_id", STRING, "The span's row in clauses; null if it has none.")
                      .orNull(),
                  start(),
                  end())))),

  /** {@link ContextRow}. */
  CONTEXTS(
      "One row per pass of the model over a document, or over documents that belong together.",
      List.of(
          runId(),
          Column.of("context_id", STRING, "Id of the context."),
          strings(
              "document_ids",
              "Documents of the context, in the order in which the model read them."),
          Column.of("characters", INT64, "Length of the context in code points."),
          Column.of("tokens_sent", INT64, "Tokens handed to the model, over all its prompts."),
          Column.of(
                  "token_count",
                  STRING,
                  "exact: tokens_sent were counted with the model's tokenizer; estimate: they are "
                      + "an upper bound.")
              .repeating(),
          Column.of(
                  "tokens_seen",
                  INT64,
                  "Tokens that the model says it read; null when it gave no answer.")
              .orNull(),
          Column.of(
                  "tokens_cached",
                  INT64,
                  "Tokens of those that came from a cache; null when it gave no answer.")
              .orNull(),
          Column.of(
                  "tokens_out", INT64, "Tokens that the model wrote; null when it gave no answer.")
              .orNull(),
          Column.of("coverage_ok", BOOLEAN, "Whether the model read all that it was sent."),
          Column.of("model", STRING, "Name of the model.").repeating(),
          Column.of("engine", STRING, "What ran the model.").repeating(),
          Column.of(
                  "model_fingerprint",
                  STRING,
                  "Changes whenever the model's weights or its decoding do.")
              .repeating(),
          Column.of("question_set", STRING, "Name of the question set.").repeating(),
          Column.of("question_fingerprint", STRING, "Changes whenever a question does.")
              .repeating(),
          Column.of(
                  "prompt_version",
                  STRING,
                  "Version of the prompt; null for a model that is not prompted.")
              .orNull()
              .repeating(),
          Column.of("inference_seconds", FLOAT64, "Time of the pass; null when it was not tried.")
              .orNull(),
          Column.of(
                  "cost",
                  FLOAT64,
                  "Price in the currency of the configured prices; null without a price.")
              .orNull(),
          status("Whether the pass gave an answer: ok or failed."),
          failureCategory(),
          failureMessage()));

  @SuppressWarnings("ImmutableEnumChecker") // its lists are unmodifiable copies
  private final TableShape shape;

  Table(String comment, List<Column> columns) {
    this.shape = new TableShape(name().toLowerCase(Locale.ROOT), comment, columns);
  }

  /** Folder of the table's files inside a run, which is also the table's name. */
  public String folder() {
    return shape.name();
  }

  /** The schema; each field says what it means in its metadata under {@code comment}. */
  public Schema schema() {
    return ArrowSchemas.schema(shape);
  }

  TableShape shape() {
    return shape;
  }

  private static Column runId() {
    return Column.of("run_id", STRING, "The run that wrote the row.").repeating();
  }

  private static Column documentId() {
    return documentId("The document: SHA-256 of its bytes in hex.");
  }

  private static Column documentId(String comment) {
    return Column.of("document_id", STRING, comment);
  }

  private static Column contextId() {
    return Column.of("context_id", STRING, "The context in which the model read the document.")
        .repeating();
  }

  private static Column questionId() {
    return Column.of("question_id", STRING, "The question: its title in kebab case.").repeating();
  }

  private static Column start() {
    return Column.of("start", INT32, "First code point of the span in the text.");
  }

  private static Column end() {
    return Column.of("end", INT32, "Code point after the last of the span.");
  }

  private static Column startUtf16() {
    return Column.of("start_utf16", INT32, "First UTF-16 unit of the span in the text.");
  }

  private static Column endUtf16() {
    return Column.of("end_utf16", INT32, "UTF-16 unit after the last of the span.");
  }

  private static Column status(String comment) {
    return Column.of("status", STRING, comment).repeating();
  }

  private static Column failureCategory() {
    return Column.of("failure_category", STRING, "What failed; null when nothing did.")
        .orNull()
        .repeating();
  }

  private static Column failureMessage() {
    return Column.of("failure_message", STRING, "Why it failed, for people; null when nothing did.")
        .orNull();
  }
}
