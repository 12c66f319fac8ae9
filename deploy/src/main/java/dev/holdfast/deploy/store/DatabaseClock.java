package dev.holdfast.deploy.store;

import dev.holdfast.deploy.failure.OperatorFault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** How far the clock of the database is from this machine's. */
public final class DatabaseClock {
  private final JdbcAccess access;

  public DatabaseClock(JdbcAccess access) {
    this.access = access;
  }

  /**
   * Negative where the database is behind. Half of the way there and back is taken for the answer's
   * way.
   *
   * @throws OperatorFault of one line when Postgres cannot be reached or refuses
   */
  public Duration ahead() {
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(DeploySql.CLOCK)) {
      long asked = System.currentTimeMillis();
      try (ResultSet row = statement.executeQuery()) {
        long answered = System.currentTimeMillis();
        row.next();
        return Duration.ofMillis(row.getLong(1) - (asked + (answered - asked) / 2));
      }
    } catch (SQLException e) {
      throw access.unusable(e);
    }
  }
}
