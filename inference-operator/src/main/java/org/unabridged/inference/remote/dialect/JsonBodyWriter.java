package org.unabridged.inference.remote.dialect;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a body, with places where texts go in. */
final class JsonBodyWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<JsonBody.Piece> pieces = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator json;

  /** What is written into a body. */
  interface Content {
    void write(JsonBodyWriter body) throws IOException;
  }

  private JsonBodyWriter() throws IOException {
    this.json = MAPPER.createGenerator(bytes);
  }

  /** A body that is an object with these members. */
  static JsonBody object(Content members) {
    try {
      JsonBodyWriter writer = new JsonBodyWriter();
      writer.json.writeStartObject();
      members.write(writer);
      writer.json.writeEndObject();
      writer.json.close();
      writer.cut();
      return new JsonBody(writer.pieces);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
  }

  /** For everything that is short. */
  JsonGenerator json() {
    return json;
  }

  /** A string value. */
  void text(List<String> parts) throws IOException {
    // nothing, written as a value, leaves the comma or colon that goes before one
    json.writeRawValue("");
    json.flush();
    cut();
    pieces.add(new JsonBody.Text(parts, JsonTextStream.length(parts)));
  }

  /** A value that is JSON already. */
  void raw(byte[] value, int from, int to) throws IOException {
    json.writeRawValue("");
    json.flush();
    cut();
    pieces.add(new JsonBody.Literal(value, from, to));
  }

  private void cut() {
    pieces.add(new JsonBody.Literal(bytes.toByteArray(), 0, bytes.size()));
    bytes.reset();
  }
}
