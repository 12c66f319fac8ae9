package dev.holdfast.deploy.store;

import dev.holdfast.deploy.failure.OperatorFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/** Applies the numbered migrations of this build. */
public final class Migrations {
  private final JdbcAccess access;

  public Migrations(JdbcAccess access) {
    this.access = access;
  }

  /**
   * Applies what is missing; safe when several do so at once.
   *
   * @return one line that says what was done
   * @throws OperatorFault of one line when Postgres cannot be reached or refuses
   */
  public String migrate() {
    try (Connection connection = access.connect()) {
      connection.setReadOnly(true); // only shows that it can be reached
    } catch (SQLException e) {
      throw access.unusable(e);
    }
    try {
      MigrateResult result =
          Flyway.configure()
              .dataSource(access.url(), access.user(), access.password())
              .locations("classpath:" + MigrationFiles.FOLDER)
              .load()
              .migrate();
      return result.migrationsExecuted
          + " migrations applied; the schema is at version "
          + MigrationFiles.versions().getLast();
    } catch (FlywayException e) {
      throw OperatorFault.runtime(
          "Postgres at " + access.place() + ": migration failed: " + reason(e));
    }
  }

  /**
   * What Postgres said, where it was Postgres that refused. Flyway tells what is wrong in its first
   * lines, and goes on with advice about itself.
   */
  private static String reason(FlywayException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused) {
        return OperatorFault.reason(refused);
      }
    }
    String message = failure.getMessage();
    return message == null
        ? OperatorFault.reason(failure)
        : message.lines().map(String::strip).limit(2).collect(Collectors.joining(": "));
  }
}
