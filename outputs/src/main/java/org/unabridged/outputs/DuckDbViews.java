package org.unabridged.outputs;

/** SQL that lets DuckDB see the tables of a run under their names. */
public final class DuckDbViews {

  private DuckDbViews() {}

  /** One view for each table over its Parquet files; to be run in the folder of the run. */
  public static String sql() {
    StringBuilder sql = new StringBuilder("-- In the folder of the run: duckdb -init views.sql\n");
    for (Table table : Table.values()) {
      sql.append(
          "CREATE OR REPLACE VIEW %s AS SELECT * FROM read_parquet('%s/*.parquet');%n"
              .formatted(table.folder(), Format.PARQUET.folder(table))
              .replace("\r\n", "\n"));
    }
    return sql.toString();
  }
}
