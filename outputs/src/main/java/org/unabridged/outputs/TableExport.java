package org.unabridged.outputs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Cells;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.ColumnType;

/**
 * A table of a run as text, a row at a time. The columns and their order are those of the table.
 *
 * @param run the folder of the run
 * @param table which of its tables
 */
public record TableExport(Path run, Table table) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Writes all rows; does not close what it writes to.
   *
   * @throws UncheckedIOException if the table cannot be read or the text not be written
   */
  public void write(ExportFormat format, Writer out) {
    try {
      switch (format) {
        case CSV -> csv(out);
        case JSONL -> jsonLines(out);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot export " + table.folder() + " of " + run, e);
    }
  }

  /** A row is handed to something that may fail. */
  private interface Sink {
    void accept(List<@Nullable Object> cells) throws IOException;
  }

  private void rows(Sink sink) {
    TableReader.read(
        run,
        table,
        row -> {
          try {
            sink.accept(row.cells());
          } catch (IOException e) {
            throw new UncheckedIOException("Cannot export " + table.folder() + " of " + run, e);
          }
        });
  }

  private void jsonLines(Writer out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      rows(
          cells -> {
            object(json, columns(), cells);
            json.writeRaw('\n');
          });
    }
  }

  private void csv(Writer out) throws IOException {
    out.write(String.join(",", columns().stream().map(Column::name).toList()) + "\r\n");
    rows(
        cells -> {
          for (int i = 0; i < cells.size(); i++) {
            out.write(i == 0 ? "" : ",");
            out.write(field(columns().get(i), cells.get(i)));
          }
          out.write("\r\n");
        });
  }

  private List<Column> columns() {
    return table.shape().columns();
  }

  private static String field(Column column, @Nullable Object value) throws IOException {
    if (value == null) {
      return "";
    }
    return switch (column.type()) {
      case STRING -> quoted((String) value);
      case INT32, INT64, FLOAT64, BOOLEAN -> value.toString();
      case LIST, STRUCT -> quoted(json(column, value));
    };
  }

  private static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(unit -> unit < 0x20 || unit == '"' || unit == ',')
            && text.equals(text.strip());
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String json(Column column, Object value) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = generator(text)) {
      value(json, column, value);
    }
    return text.toString();
  }

  private static JsonGenerator generator(Writer out) throws IOException {
    JsonGenerator json = JSON.createGenerator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    return json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  private static void object(JsonGenerator json, List<Column> columns, List<@Nullable Object> cells)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      json.writeFieldName(columns.get(i).name());
      value(json, columns.get(i), cells.get(i));
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Column column, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (column.type() == ColumnType.STRUCT) {
      object(json, column.children(), Cells.nested(value));
    } else if (column.type() == ColumnType.LIST) {
      json.writeStartArray();
      for (Object each : Cells.nested(value)) {
        value(json, column.element(), each);
      }
      json.writeEndArray();
    } else {
      json.writePOJO(value);
    }
  }
}
