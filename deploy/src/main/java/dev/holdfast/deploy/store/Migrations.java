package dev.holdfast.deploy.store;

import dev.holdfast.deploy.failure.OperatorFault;
import java.sql.Connection;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;

/** The numbered migrations of this build, and how they stand to a database. */
public final class Migrations {
  private final JdbcAccess access;
  private final Flyway flyway;

  public Migrations(JdbcAccess access) {
    this.access = access;
    this.flyway =
        Flyway.configure()
            .dataSource(access.url(), access.user(), access.password())
            .locations("classpath:db/migration")
            .load();
  }

  /**
   * Applies what is missing; safe when several do so at once.
   *
   * @return one line that says what was done
   */
  public String migrate() {
    reach();
    try {
      int applied = flyway.migrate().migrationsExecuted;
      return "schema is at version "
          + current(flyway.info())
          + ", "
          + applied
          + " migrations applied";
    } catch (FlywayException e) {
      throw failed(e);
    }
  }

  /**
   * Refuses a database that this build does not fit.
   *
   * @return one line that names the version
   */
  public String expectCurrent() {
    reach();
    MigrationInfoService info;
    try {
      info = flyway.info();
      for (MigrationInfo migration : info.all()) {
        expectApplied(migration, current(info));
      }
    } catch (FlywayException e) {
      throw failed(e);
    }
    return "schema is at version " + current(info);
  }

  private void expectApplied(MigrationInfo migration, String current) {
    if (migration.getState().isFailed()) {
      throw refused("migration " + migration.getVersion() + " has failed there; repair it first");
    }
    if (!migration.getState().isApplied()) {
      throw refused(
          "its schema is at version "
              + current
              + " and this build needs "
              + migration.getVersion()
              + "; run: holdfast migrate");
    }
    if (!migration.getState().isResolved()) {
      throw refused(
          "its schema has migration "
              + migration.getVersion()
              + ", which this build does not know; use a newer build");
    }
  }

  private void reach() {
    try (Connection connection = access.connect()) {
      connection.isReadOnly();
    } catch (java.sql.SQLException e) {
      throw access.unusable(e);
    }
  }

  private static String current(MigrationInfoService info) {
    MigrationInfo current = info.current();
    MigrationVersion version = current == null ? null : current.getVersion();
    return version == null ? "none" : version.toString();
  }

  private OperatorFault refused(String reason) {
    return OperatorFault.runtime("Postgres at " + access.place() + ": " + reason);
  }

  private OperatorFault failed(FlywayException failure) {
    return refused("migration failed: " + OperatorFault.reason(failure));
  }
}
