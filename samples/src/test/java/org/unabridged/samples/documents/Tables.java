package org.unabridged.samples.documents;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The Parquet files of runs as DuckDB sees them. */
final class Tables implements AutoCloseable {

  static final List<String> NAMES =
      List.of("documents", "texts", "answers", "clauses", "summaries", "contexts");

  private final Connection connection;

  Tables() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** Makes views named by table, such as {@code clauses}, with a suffix. */
  Tables with(Path run, String suffix) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : NAMES) {
        statement.execute(
            "create view %s%s as select * from read_parquet('%s/%s/*.parquet')"
                .formatted(table, suffix, run, table));
      }
    }
    return this;
  }

  /** Looks for files relative to the folder of a run, as DuckDB does when it is started there. */
  Tables looking(Path run) throws SQLException {
    execute("set file_search_path = '" + run + "'");
    return this;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long count(String query) throws SQLException {
    return Long.parseLong(rows("select count(*) from (" + query + ")").get(0).get(0));
  }

  /** Each row's columns as text; nulls as {@code null}. */
  List<List<String>> rows(String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(query)) {
      int columns = results.getMetaData().getColumnCount();
      while (results.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(String.valueOf(results.getObject(column)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** The only column of each row. */
  List<String> column(String query) throws SQLException {
    return rows(query).stream().map(row -> requireNonNull(row.get(0))).toList();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
