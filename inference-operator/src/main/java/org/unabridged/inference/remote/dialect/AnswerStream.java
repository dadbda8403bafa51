package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one answer as it comes. It believes only a complete one: what broke off, what
 * reports an error under status 200 and what has no choice is a {@link ServerFailure}. For one
 * answer, by one thread at a time.
 */
public abstract class AnswerStream {

  /** Characters allowed for each token asked for; the longest tokens are runs of white space. */
  private static final long CHARACTERS_PER_TOKEN = 256;

  private final ServerRequest request;
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private @Nullable EventReader reader;
  private @Nullable FinishReason finish;
  private ServerUsage usage = ServerUsage.unknown();
  private String model = "";
  private long events;

  AnswerStream(ServerRequest request) {
    this.request = request;
  }

  /**
   * The reply has begun, with status 200.
   *
   * @param contentType its header, perhaps empty
   */
  public final void begin(String contentType) {
    reader = new EventReader(contentType, this::accept);
  }

  /**
   * More of the body; the bytes are taken.
   *
   * @throws ServerFailure if they can be no part of an answer
   */
  public final void accept(ByteBuffer bytes) {
    reader().accept(bytes);
  }

  /** How many events came so far, comments that only keep a connection alive not among them. */
  public final long events() {
    return events;
  }

  /** Whether a first token has come. */
  public final boolean hasText() {
    return content.length() + reasoning.length() > 0;
  }

  /**
   * The body is complete.
   *
   * @throws ServerFailure if the answer is not
   */
  public final ChatAnswer finish() {
    reader().finish();
    if (finish == null) {
      throw ServerFailure.of(FailureKind.INVALID_BODY, missing());
    }
    return SeparatedText.of(content.toString(), reasoning.toString(), request.schema())
        .answer(finish, usage, model);
  }

  private String missing() {
    if (hasText()) {
      return "the answer broke off";
    }
    return events == 0 ? "the reply is empty" : "the reply has no choices";
  }

  private EventReader reader() {
    if (reader == null) {
      throw new IllegalStateException("the reply has not begun");
    }
    return reader;
  }

  private void accept(JsonNode event) {
    ServerFailure failure = ReportedFailure.ofEvent(event);
    if (failure != null) {
      throw failure;
    }
    events++;
    if (model.isEmpty()) {
      model = event.path("model").asText();
    }
    read(event);
    long most = (request.maxOutputTokens() + 16) * CHARACTERS_PER_TOKEN;
    if (content.length() + (long) reasoning.length() > most) {
      throw ServerFailure.of(
          FailureKind.INVALID_BODY,
          "the answer goes on after %d tokens could have ended"
              .formatted(request.maxOutputTokens()));
    }
  }

  /** Takes from an event what the dialect has in it. */
  abstract void read(JsonNode event);

  final void content(JsonNode text) {
    if (text.isTextual()) {
      content.append(text.textValue());
    }
  }

  final void reasoning(JsonNode text) {
    if (text.isTextual()) {
      reasoning.append(text.textValue());
    }
  }

  final void usage(ServerUsage newUsage) {
    usage = newUsage;
  }

  /** Why the answer ends; a server that broke it off has failed. */
  final void finish(String reason) {
    finish =
        switch (reason) {
          case "stop" -> FinishReason.STOP;
          case "length" -> FinishReason.LENGTH;
          case "content_filter" -> FinishReason.CONTENT_FILTER;
          case "abort", "error" ->
              throw ServerFailure.of(FailureKind.SERVER_ERROR, "the server broke the answer off");
          default -> FinishReason.OTHER;
        };
  }
}
