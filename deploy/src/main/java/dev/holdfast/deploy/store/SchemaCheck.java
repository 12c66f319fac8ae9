package dev.holdfast.deploy.store;

import dev.holdfast.deploy.failure.OperatorFault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a database has the schema this build works on.
 *
 * <p>Flyway could tell as well, but takes a second to come up; a pod only has to compare two lists.
 */
public final class SchemaCheck {
  /** SQLSTATE: the table is not there, so nothing was ever migrated. */
  private static final String UNDEFINED_TABLE = "42P01";

  private final JdbcAccess access;

  public SchemaCheck(JdbcAccess access) {
    this.access = access;
  }

  /**
   * Refuses a database that this build does not fit.
   *
   * @return the version it has
   * @throws OperatorFault of one line that names the remedy
   */
  public String expectCurrent() {
    List<String> expected = MigrationFiles.versions();
    SortedMap<String, Boolean> applied = applied();
    String current = applied.isEmpty() ? "none" : applied.lastKey();
    for (String version : expected) {
      if (!applied.containsKey(version)) {
        throw refused(
            "its schema is at version "
                + current
                + " and this build needs "
                + expected.getLast()
                + "; run: holdfast migrate");
      }
    }
    for (Map.Entry<String, Boolean> migration : applied.entrySet()) {
      if (!migration.getValue()) {
        throw refused("migration " + migration.getKey() + " has failed there; repair it first");
      }
      if (!expected.contains(migration.getKey())) {
        throw refused(
            "its schema has migration "
                + migration.getKey()
                + ", which this build does not know; use a newer build");
      }
    }
    return current;
  }

  private SortedMap<String, Boolean> applied() {
    SortedMap<String, Boolean> applied = new TreeMap<>();
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(DeploySql.MIGRATIONS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        applied.put(rows.getString(1), rows.getBoolean(2));
      }
      return applied;
    } catch (SQLException e) {
      if (UNDEFINED_TABLE.equals(e.getSQLState())) {
        return applied;
      }
      throw access.unusable(e);
    }
  }

  private OperatorFault refused(String reason) {
    return OperatorFault.runtime("Postgres at " + access.place() + ": " + reason);
  }
}
