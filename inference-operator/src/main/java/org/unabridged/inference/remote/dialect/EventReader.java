package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Cuts the body of an answer into JSON objects: the events of a server-sent stream, the lines of
 * newline-delimited JSON, or the body as a whole. For one answer, by one thread at a time.
 */
final class EventReader {

  /** Most bytes of one event: a body that came as a whole, the logits of no token in it. */
  private static final int LARGEST = 64 << 20;

  private static final String DATA = "data:";
  private static final String OVER = "[DONE]";

  private final Framing framing;
  private final Consumer<JsonNode> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private boolean over;

  private enum Framing {
    EVENTS,
    LINES,
    WHOLE
  }

  /**
   * Makes a reader.
   *
   * @param contentType of the reply, perhaps empty
   * @param events takes each object; what it throws ends the reading
   */
  EventReader(String contentType, Consumer<JsonNode> events) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.contains("event-stream")) {
      this.framing = Framing.EVENTS;
    } else {
      this.framing = type.contains("ndjson") ? Framing.LINES : Framing.WHOLE;
    }
    this.events = events;
  }

  /** More of the body. */
  void accept(ByteBuffer bytes) {
    if (framing == Framing.WHOLE) {
      append(bytes, bytes.remaining());
      return;
    }
    while (bytes.hasRemaining()) {
      int end = lineEnd(bytes);
      append(bytes, end - bytes.position());
      if (bytes.hasRemaining()) {
        bytes.get();
        endLine();
      }
    }
  }

  /** The body is complete. */
  void finish() {
    if (line.size() > 0) {
      endLine();
    }
    endEvent();
  }

  /** Whether the stream said itself that it is over. */
  boolean isOver() {
    return over;
  }

  private static int lineEnd(ByteBuffer bytes) {
    int end = bytes.position();
    while (end < bytes.limit() && bytes.get(end) != '\n') {
      end++;
    }
    return end;
  }

  private void append(ByteBuffer bytes, int count) {
    if (line.size() + data.size() + (long) count > LARGEST) {
      throw ServerFailure.of(
          FailureKind.INVALID_BODY, "the reply has more than 64 MiB in one piece");
    }
    byte[] piece = new byte[count];
    bytes.get(piece);
    line.write(piece, 0, count);
  }

  private void endLine() {
    byte[] bytes = line.toByteArray();
    line.reset();
    switch (framing) {
      case LINES, WHOLE -> event(bytes);
      case EVENTS -> eventLine(bytes);
    }
  }

  private void eventLine(byte[] bytes) {
    int length =
        bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
    if (length == 0) {
      endEvent();
    } else if (startsWithData(bytes, length)) {
      data.write(bytes, DATA.length(), length - DATA.length());
      data.write('\n');
    }
  }

  private static boolean startsWithData(byte[] bytes, int length) {
    return length >= DATA.length()
        && new String(bytes, 0, DATA.length(), StandardCharsets.ISO_8859_1).equals(DATA);
  }

  private void endEvent() {
    if (data.size() > 0) {
      byte[] bytes = data.toByteArray();
      data.reset();
      event(bytes);
    }
  }

  private void event(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
    if (start.isBlank() && bytes.length <= 16) {
      return;
    }
    if (start.strip().equals(OVER)) {
      over = true;
    } else {
      events.accept(JsonReplies.object(bytes));
    }
  }
}
