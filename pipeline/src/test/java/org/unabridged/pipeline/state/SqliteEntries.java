package org.unabridged.pipeline.state;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * SQLite with a write-ahead log, which the processes of one machine can share. One connection, as
 * the library advises; it does not survive a loss of power any better than the files do.
 */
final class SqliteEntries implements EntryStore {
  private final Connection connection;
  private final PreparedStatement put;
  private final PreparedStatement holds;
  private final PreparedStatement find;

  private SqliteEntries(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB)");
    }
    put = connection.prepareStatement("INSERT OR IGNORE INTO entries VALUES (?, ?)");
    holds = connection.prepareStatement("SELECT 1 FROM entries WHERE key = ?");
    find = connection.prepareStatement("SELECT value FROM entries WHERE key = ?");
  }

  static SqliteEntries open(Path folder) {
    try {
      return new SqliteEntries(
          DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.sqlite")));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(String key, String text) {
    byte[] value = Packed.of(text);
    attempt(
        () -> {
          put.setString(1, key);
          put.setBytes(2, value);
          return put.executeUpdate();
        });
  }

  @Override
  public boolean holds(String key) {
    return attempt(
        () -> {
          holds.setString(1, key);
          try (ResultSet rows = holds.executeQuery()) {
            return rows.next();
          }
        });
  }

  @Override
  public String find(String key) {
    byte[] value =
        attempt(
            () -> {
              find.setString(1, key);
              try (ResultSet rows = find.executeQuery()) {
                return rows.next() ? rows.getBytes(1) : new byte[0];
              }
            });
    return Packed.text(value);
  }

  @Override
  public void sweep(List<String> keys) {
    attempt(
        () -> {
          connection.setAutoCommit(false);
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM entries WHERE key = ?")) {
            for (String key : keys) {
              delete.setString(1, key);
              delete.executeUpdate();
            }
          }
          connection.commit();
          connection.setAutoCommit(true);
          try (Statement vacuum = connection.createStatement()) {
            return vacuum.execute("VACUUM");
          }
        });
  }

  @Override
  public void close() {
    attempt(
        () -> {
          connection.close();
          return true;
        });
  }

  /** Something that fails as SQL does. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private synchronized <T> T attempt(Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
