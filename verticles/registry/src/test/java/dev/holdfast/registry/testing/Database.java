package dev.holdfast.registry.testing;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database of its own, and what is really stored in it. */
public final class Database {
  private static final int PATIENCE_MS = 30_000;

  private final PostgresConfig config;

  public Database() {
    PostgresConfig fresh = TestPostgres.freshDatabase();
    this.config = new PostgresConfig(fresh.uri(), 8, 2, PATIENCE_MS);
  }

  public PostgresConfig config() {
    return config;
  }

  public void execute(String sql, Object... values) {
    try (Connection connection = TestPostgres.connect(config);
        PreparedStatement statement = prepared(connection, sql, values)) {
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each row as its columns joined by spaces. */
  public List<String> rows(String sql, Object... values) {
    try (Connection connection = TestPostgres.connect(config);
        PreparedStatement statement = prepared(connection, sql, values);
        ResultSet result = statement.executeQuery()) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          columns.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join(" ", columns));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public long count(String table) {
    return Long.parseLong(rows("SELECT count(*) FROM " + table).getFirst());
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
