package org.unabridged.pipeline.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads the tables of a run with DuckDB. */
public final class Tables {
  /** What may differ between two runs over the same input, by table; nothing else may. */
  private static final List<String> TABLES =
      List.of("documents", "texts", "answers", "clauses", "summaries", "contexts");

  private Tables() {}

  /**
   * Rows of a query; {@code {documents}} and the like stand for the tables.
   *
   * @return each row as its values, separated by {@code |}
   */
  public static List<String> query(Path run, String sql) {
    String complete = sql;
    for (String table : TABLES) {
      complete =
          complete.replace(
              "{" + table + "}", "read_parquet('" + run.resolve(table) + "/*.parquet')");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(complete)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(result.getString(i));
        }
        rows.add(String.join("|", values.stream().map(String::valueOf).toList()));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(complete, e);
    }
  }

  /** All rows of all tables, but for the run's id and what a clock measured. */
  public static List<String> contents(Path run) {
    List<String> rows = new ArrayList<>();
    for (String table : TABLES) {
      rows.add("== " + table);
      rows.addAll(query(run, "SELECT * EXCLUDE (" + excluded(table) + ") FROM {" + table + "}"));
    }
    return rows;
  }

  /** A line for each table that differs when {@link #contents} does; for tables of any size. */
  public static List<String> digests(Path run) {
    List<String> lines = new ArrayList<>();
    for (String table : TABLES) {
      String rows = "SELECT * EXCLUDE (" + excluded(table) + ") FROM {" + table + "}";
      String sql = "SELECT count(*), bit_xor(hash(r)), sum(hash(r)) FROM (" + rows + ") r";
      lines.add(table + " " + query(run, sql).get(0));
    }
    return lines;
  }

  private static String excluded(String table) {
    return switch (table) {
      case "documents" -> "run_id, parse_seconds, inference_seconds";
      case "contexts" -> "run_id, inference_seconds";
      default -> "run_id";
    };
  }

  /**
   * How many clauses are not what stands at their offsets, in code points or in UTF-16 units; must
   * be 0.
   */
  public static String misplacedClauses(Path run) {
    return query(
            run,
            "SELECT count(*) FROM {clauses} c JOIN {texts} t USING (document_id)"
                + " WHERE substring(t.text, c.start + 1, c.end - c.start) IS DISTINCT FROM c.quote"
                + " OR c.end - c.start <> length(c.quote)"
                + " OR c.end_utf16 - c.start_utf16 <> length(c.quote) + length(regexp_replace("
                + "c.quote, '[^\\x{10000}-\\x{10FFFF}]', '', 'g'))"
                + " OR c.start_utf16 - c.start <> length(regexp_replace("
                + "substring(t.text, 1, c.start), '[^\\x{10000}-\\x{10FFFF}]', '', 'g'))")
        .get(0);
  }
}
