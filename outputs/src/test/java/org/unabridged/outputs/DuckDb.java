package org.unabridged.outputs;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody else's reader of Parquet. */
final class DuckDb implements AutoCloseable {

  private final Connection connection;

  DuckDb() throws SQLException {
    this.connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows; lists and structs as lists, as {@link Row#cells()} has them. */
  List<List<@Nullable Object>> query(String sql) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      int columns = results.getMetaData().getColumnCount();
      while (results.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(plain(results.getObject(column)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** The only value of the only row. */
  @Nullable Object value(String sql) throws SQLException {
    List<List<@Nullable Object>> rows = query(sql);
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new IllegalStateException("Expected one value, but got " + rows);
    }
    return rows.get(0).get(0);
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    if (value instanceof Array array) {
      return plain((Object[]) array.getArray());
    }
    if (value instanceof Struct struct) {
      return plain(struct.getAttributes());
    }
    return value;
  }

  private static List<@Nullable Object> plain(Object[] values) throws SQLException {
    List<@Nullable Object> plain = new ArrayList<>();
    for (Object value : Arrays.asList(values)) {
      plain.add(plain(value));
    }
    return plain;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
