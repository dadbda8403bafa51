package org.unabridged.outputs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** SQL that lets DuckDB see the tables of a run under their names, and what people ask of them. */
public final class DuckDbViews {

  private DuckDbViews() {}

  /**
   * One view for each table over its Parquet files, and views that join them; to be run in the
   * folder of the run.
   */
  public static String sql() {
    StringBuilder tables = new StringBuilder();
    for (Table table : Table.values()) {
      tables.append(
          "CREATE OR REPLACE VIEW %s AS SELECT * FROM read_parquet('%s/*.parquet');\n"
              .formatted(table.folder(), Format.PARQUET.folder(table)));
    }
    return template().replace("{{tables}}\n", tables);
  }

  private static String template() {
    try (InputStream in = DuckDbViews.class.getResourceAsStream("views.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource views.sql", e);
    }
  }
}
