package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A failure as a server words it. The wording decides of what kind it is and is then forgotten:
 * only a code of letters and the numbers of an overflow are kept.
 */
public final class ReportedFailure {

  /** Letters only: nothing that could be a key, and no sentence of a document. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z_.]{1,48}");

  private static final Set<String> NOTHING_LEFT =
      Set.of("insufficient_quota", "arrearage", "billing_not_active");

  private ReportedFailure() {}

  /**
   * A reply with another status than 200.
   *
   * @param body of the reply, perhaps cut, perhaps no JSON
   */
  public static ServerFailure ofStatus(int status, byte[] body) {
    JsonNode node = JsonReplies.parsed(body, 0, body.length);
    Report report = node == null ? new Report("", "", null, null) : Report.of(node);
    return failure(status, report);
  }

  /** The failure that an event of an answer with status 200 reports; null if it reports none. */
  static @Nullable ServerFailure ofEvent(JsonNode event) {
    boolean failed =
        isPresent(event.path("error"))
            || event.path("object").asText().equals("error")
            || (event.has("code") && event.has("message") && !event.has("choices"));
    if (!failed) {
      return null;
    }
    Report report = Report.of(event);
    int status = report.status == null ? 200 : report.status;
    return failure(status, report);
  }

  private static boolean isPresent(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  private static ServerFailure failure(int status, Report report) {
    String said = "status " + status + (report.code.isEmpty() ? "" : ", " + report.code);
    if (report.overflow != null) {
      return ServerFailure.overflow(
          status,
          "the prompt is too long for the server (%s): %s tokens, window %s"
              .formatted(
                  said, orUnknown(report.overflow.prompt()), orUnknown(report.overflow.window())),
          report.overflow.prompt(),
          report.overflow.window());
    }
    FailureKind kind = kind(status, report);
    return ServerFailure.ofStatus(kind, status, explanation(kind, status) + " (" + said + ")");
  }

  private static String orUnknown(@Nullable Long number) {
    return number == null ? "unknown" : number.toString();
  }

  private static FailureKind kind(int status, Report report) {
    if (status == 402 || NOTHING_LEFT.contains(report.code.toLowerCase(Locale.ROOT))) {
      return FailureKind.QUOTA_EXHAUSTED;
    }
    if (report.saysUnreadable()) {
      return FailureKind.UNREADABLE_ANSWER;
    }
    if (report.saysBusy()) {
      return FailureKind.OVERLOADED;
    }
    return switch (status) {
      case 200, 425 -> FailureKind.SERVER_ERROR;
      case 401, 403, 407 -> FailureKind.UNAUTHORISED;
      case 404 -> FailureKind.NOT_FOUND;
      case 405, 501 -> FailureKind.UNSUPPORTED;
      case 408 -> FailureKind.TIMED_OUT;
      case 429, 503, 529 -> FailureKind.OVERLOADED;
      default -> status >= 500 ? FailureKind.SERVER_ERROR : byRange(status);
    };
  }

  private static FailureKind byRange(int status) {
    if (status >= 400) {
      return FailureKind.REFUSED;
    }
    return status >= 300 ? FailureKind.FORBIDDEN_HOST : FailureKind.INVALID_BODY;
  }

  private static String explanation(FailureKind kind, int status) {
    return switch (kind) {
      case OVERLOADED -> "the server is busy or loading";
      case SERVER_ERROR -> "the server failed";
      case UNAUTHORISED ->
          status == 407
              ? "the proxy does not accept its user, or was told none"
              : "the server does not accept the key";
      case NOT_FOUND -> "the server has no such model or path";
      case QUOTA_EXHAUSTED -> "the account has nothing left";
      case TIMED_OUT -> "the server gave up waiting";
      case UNSUPPORTED -> "the server has no such call";
      case FORBIDDEN_HOST -> "the server redirects, which is not followed; name its own address";
      case REFUSED ->
          status == 413
              ? "the request has more bytes than the server, or a proxy before it, takes"
              : "the server does not take the request";
      case UNREADABLE_ANSWER -> "the server could not read what the model wrote";
      case UNREACHABLE, INVALID_BODY, CONTEXT_OVERFLOW, UNTRUSTED -> "the server gave no answer";
    };
  }

  /** What a failure's body says, in whichever form: nested, flat, or a word. */
  private record Report(
      String code, String message, @Nullable Integer status, @Nullable Overflow overflow) {

    private static final Pattern BUSY =
        Pattern.compile(
            "queue is full|server busy|loading model|maximum pending requests|overloaded",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern UNREADABLE =
        Pattern.compile("model produced output that does not match", Pattern.CASE_INSENSITIVE);

    static Report of(JsonNode body) {
      JsonNode error = body.path("error").isObject() ? body.path("error") : body;
      String message =
          body.path("error").isTextual()
              ? body.path("error").asText()
              : error.path("message").asText(body.path("detail").asText());
      return new Report(code(error), message, status(error), Overflow.find(error, message));
    }

    boolean saysBusy() {
      return BUSY.matcher(message).find();
    }

    boolean saysUnreadable() {
      return UNREADABLE.matcher(message).find();
    }

    private static String code(JsonNode error) {
      String code = error.path("code").isTextual() ? error.path("code").asText() : "";
      String word = code.isEmpty() ? error.path("type").asText() : code;
      return CODE.matcher(word).matches() ? word : "";
    }

    private static @Nullable Integer status(JsonNode error) {
      Long code = JsonReplies.count(error.path("code"));
      return code == null || code < 400 || code > 599 ? null : Math.toIntExact(code);
    }
  }
}
