package org.unabridged.pipeline.rows;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.inference.InferenceOutcome;
import org.unabridged.inference.PredictionResult;
import org.unabridged.ingestion.ParseFailure;

/** Every way in which a document can fail, whatever stage it fails in. */
public enum FailureCategory {
  /** The file could not be opened or read. */
  UNREADABLE("check that the file exists and that its permissions allow reading it"),
  /** The file has no bytes. */
  EMPTY_FILE("fetch the file again from where it came from"),
  /** No parser for this kind of file. */
  UNSUPPORTED_FORMAT("convert it to PDF, DOCX, ODT, RTF, HTML, EPUB, TXT or EML"),
  /** A password is needed. */
  ENCRYPTED("remove the password and run again"),
  /** The file is damaged. */
  CORRUPT("open it in the program that made it, save it again and run again"),
  /** Parsing took too long. */
  PARSER_TIMEOUT("raise --parse-timeout if the file is worth the wait"),
  /** The parser went on without producing anything. */
  PARSER_STALLED("raise --parse-stall-timeout if the file is worth the wait"),
  /** The parser needed more memory than it has. */
  PARSER_OUT_OF_MEMORY("raise --parser-heap"),
  /** The command has too little memory for the text. */
  TEXT_OUT_OF_MEMORY("give Java more memory (-Xmx), or lower --max-characters"),
  /** The parser process died. */
  PARSER_CRASH("convert the file to another format, or leave it out"),
  /** The file is larger than allowed. */
  SIZE_LIMIT_EXCEEDED("raise --max-file-size, or split the file"),
  /** The file gives more text than allowed. */
  OUTPUT_LIMIT_EXCEEDED("raise --max-characters, or split the file"),
  /** The file holds more documents than allowed. */
  EMBEDDED_LIMIT_EXCEEDED("raise --max-embedded, or unpack the file"),
  /** Documents are nested deeper than allowed. */
  DEPTH_LIMIT_EXCEEDED("raise --max-embedded-depth, or unpack the file"),
  /** The file unpacks to more bytes than allowed. */
  UNPACKED_LIMIT_EXCEEDED("raise --max-unpacked, or unpack the file"),
  /** The file expands like a decompression bomb. */
  RATIO_LIMIT_EXCEEDED("raise --max-expansion if the file is honest"),
  /** Elements are nested deeper than allowed. */
  NESTING_LIMIT_EXCEEDED("raise --max-element-depth if the file is honest"),
  /** There is no text in it. */
  NO_TEXT("run text recognition (OCR) over it first"),
  /** More tokens than the model's window. */
  CONTEXT_OVERFLOW("use a model with a longer window, or group fewer documents together"),
  /** The engine read less than it was sent. */
  TRUNCATED_BY_SERVER("raise the context length of the server"),
  /** The engine did not answer. */
  MODEL_UNAVAILABLE("check that the model can be reached and run again"),
  /** The model declined. */
  MODEL_REFUSED("run again with another model"),
  /** The model's output could not be understood. */
  INVALID_OUTPUT("run again, or use another model"),
  /** A limit on documents, tokens, money or time was reached. */
  BUDGET_EXHAUSTED("run again: the next run begins with it; or raise the limit");

  private final String advice;

  FailureCategory(String advice) {
    this.advice = advice;
  }

  /** The name in tables, such as {@code parser_timeout}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the person who ran the command can do about it. */
  public String advice() {
    return advice;
  }

  /** The category with this label. */
  public static FailureCategory labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  static FailureCategory of(ParseFailure.Category category) {
    return switch (category) {
      case UNREADABLE -> UNREADABLE;
      case EMPTY_FILE -> EMPTY_FILE;
      case UNSUPPORTED_FORMAT -> UNSUPPORTED_FORMAT;
      case ENCRYPTED -> ENCRYPTED;
      case CORRUPT -> CORRUPT;
      case PARSER_TIMEOUT -> PARSER_TIMEOUT;
      case PARSER_STALLED -> PARSER_STALLED;
      case PARSER_OUT_OF_MEMORY -> PARSER_OUT_OF_MEMORY;
      case TEXT_OUT_OF_MEMORY -> TEXT_OUT_OF_MEMORY;
      case PARSER_CRASH -> PARSER_CRASH;
      case SIZE_LIMIT_EXCEEDED -> SIZE_LIMIT_EXCEEDED;
      case OUTPUT_LIMIT_EXCEEDED -> OUTPUT_LIMIT_EXCEEDED;
      case EMBEDDED_LIMIT_EXCEEDED -> EMBEDDED_LIMIT_EXCEEDED;
      case DEPTH_LIMIT_EXCEEDED -> DEPTH_LIMIT_EXCEEDED;
      case UNPACKED_LIMIT_EXCEEDED -> UNPACKED_LIMIT_EXCEEDED;
      case RATIO_LIMIT_EXCEEDED -> RATIO_LIMIT_EXCEEDED;
      case NESTING_LIMIT_EXCEEDED -> NESTING_LIMIT_EXCEEDED;
      case NO_TEXT -> NO_TEXT;
    };
  }

  /** What a context failed by, if only in part; null if it did not. */
  static @Nullable FailureCategory of(@Nullable InferenceOutcome outcome) {
    if (outcome instanceof InferenceFailure failure) {
      return of(failure.category());
    }
    return outcome instanceof PredictionResult result && !result.complete() ? INVALID_OUTPUT : null;
  }

  /** Why, for people. */
  static @Nullable String reason(@Nullable InferenceOutcome outcome) {
    if (outcome instanceof InferenceFailure failure) {
      return failure.message();
    }
    return outcome instanceof PredictionResult result
            && result.prompted() != null
            && !result.complete()
        ? "in part: what the model wrote to %d of its requests could not be used, asked again too"
            .formatted(result.prompted().unusable())
        : null;
  }

  static FailureCategory of(InferenceFailure.Category category) {
    return switch (category) {
      case CONTEXT_OVERFLOW -> CONTEXT_OVERFLOW;
      case TRUNCATED_BY_SERVER -> TRUNCATED_BY_SERVER;
      case MODEL_UNAVAILABLE -> MODEL_UNAVAILABLE;
      case MODEL_REFUSED -> MODEL_REFUSED;
      case INVALID_OUTPUT -> INVALID_OUTPUT;
      case BUDGET_EXHAUSTED -> BUDGET_EXHAUSTED;
    };
  }
}
