package dev.holdfast.deploy.store;

import dev.holdfast.deploy.failure.OperatorFault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Whether the user of a database stands where row-level security wants a pod: before the wall with
 * its duties, behind it with what clients ask.
 */
public final class WallCheck {
  /** SQLSTATE: the user may not take the role. */
  private static final String NOT_ALLOWED = "42501";

  /** SQLSTATE: there is no such role. */
  private static final String NO_SUCH_ROLE = "22023";

  private final JdbcAccess access;

  public WallCheck(JdbcAccess access) {
    this.access = access;
  }

  /**
   * Refuses a user whose duties would see nothing, or who cannot serve clients.
   *
   * @throws OperatorFault of one line that names the remedy
   */
  public void expectUsable() {
    try (Connection connection = access.connect()) {
      expectInFront(connection);
      expectBehind(connection);
    } catch (SQLException e) {
      throw access.unusable(e);
    }
  }

  private void expectInFront(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DeploySql.WALLED);
        ResultSet row = statement.executeQuery()) {
      if (row.next() && row.getBoolean(1)) {
        String owner = row.getString(2);
        throw refused(
            " is subject to row-level security and would see nothing; connect as the owner of the"
                + " tables, or run: GRANT "
                + owner
                + " TO "
                + access.user()
                + ";");
      }
    }
  }

  private void expectBehind(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DeploySql.STEP_BEHIND)) {
      statement.execute();
    } catch (SQLException e) {
      String remedy = "GRANT holdfast_client TO " + access.user() + ";";
      if (NOT_ALLOWED.equals(e.getSQLState())) {
        throw refused(
            " may not take the role holdfast_client; a database administrator has to run once: "
                + remedy);
      }
      if (NO_SUCH_ROLE.equals(e.getSQLState())) {
        throw refused(
            " finds no role holdfast_client, as after a restore into another cluster; a database"
                + " administrator has to make it (CREATE ROLE holdfast_client NOLOGIN NOBYPASSRLS; "
                + remedy
                + ") and restore again");
      }
      throw e;
    }
  }

  private OperatorFault refused(String reason) {
    return OperatorFault.runtime(
        "Postgres at " + access.place() + ": user " + access.user() + reason);
  }
}
