package dev.holdfast.loadtests.stage;

import dev.holdfast.deploy.embedded.BinaryCache;
import dev.holdfast.deploy.embedded.EmbeddedPostgres;
import dev.holdfast.deploy.process.Stopping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** A Postgres that can be crashed, frozen and started again on the data it had. */
public final class PostgresServer implements AutoCloseable {
  private static final int PODS_MAX = 6;
  private static final long STOP_MS_MAX = 20_000;
  private static final int FETCH_ROWS = 5_000;
  private static final int LOOKS_WHILE_AWAY = 600;
  private static final int LOOK_EVERY_MS = 100;

  private final EmbeddedPostgres.Plan plan;
  private EmbeddedPostgres running;

  private PostgresServer(EmbeddedPostgres.Plan plan) {
    this.plan = plan;
    this.running = launch(plan);
  }

  /** Starts one on a new folder, with every migration applied. */
  static PostgresServer open(BinaryCache programs, Path folder, String password) {
    try {
      Path secret = Files.writeString(folder.resolve("postgres-password"), password);
      PostgresServer server =
          new PostgresServer(
              new EmbeddedPostgres.Plan(
                  programs,
                  folder.resolve("postgres"),
                  secret,
                  folder.resolve("postgres.log"),
                  PODS_MAX));
      URI uri = URI.create(server.uri());
      Flyway.configure().dataSource(jdbc(uri), "postgres", password(uri)).load().migrate();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String uri() {
    return running.uri();
  }

  public int port() {
    return URI.create(running.uri()).getPort();
  }

  public boolean alive() {
    return running.process().isAlive();
  }

  /** What it wrote to its log. */
  public Path log() {
    return plan.log();
  }

  /** {@code SIGKILL} to the postmaster and everything it started. */
  public void crash() {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> Stopping.ends(process, STOP_MS_MAX));
  }

  /** {@code SIGSTOP} to all of it: connections stay, nothing answers. */
  public void freeze() {
    processes().forEach(process -> Stopping.signal(process, "STOP"));
  }

  /** {@code SIGCONT}. */
  public void thaw() {
    processes().reversed().forEach(process -> Stopping.signal(process, "CONT"));
  }

  /** Starts it again after a crash, on the same data and on another port. */
  public void restart() {
    try {
      EmbeddedPostgres.takeOver(plan.data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    running = launch(plan);
  }

  public Connection connect() throws SQLException {
    URI uri = URI.create(running.uri());
    return DriverManager.getConnection(jdbc(uri), "postgres", password(uri));
  }

  /** The rows of a question, each column as text; null columns as "". */
  public List<List<String>> rows(String sql, Object... values) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      List<List<String>> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        int columns = found.getMetaData().getColumnCount();
        while (found.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            String value = found.getString(i);
            row.add(value == null ? "" : value);
          }
          rows.add(row);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** What is done with a row. */
  public interface RowTaker {
    void take(ResultSet row) throws SQLException;
  }

  /** Gives the rows of a question one by one, however many there are. */
  public void each(String sql, RowTaker taker, Object... values) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false); // else the driver reads all of them at once
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(FETCH_ROWS);
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        try (ResultSet found = statement.executeQuery()) {
          while (found.next()) {
            taker.take(found);
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row. */
  public long number(String sql, Object... values) {
    return Long.parseLong(rows(sql, values).getFirst().getFirst());
  }

  /** The same, asked again while Postgres is away, which is what trials do to it. */
  public long numberOnceBack(String sql, Object... values) {
    for (int left = LOOKS_WHILE_AWAY; ; left--) {
      try {
        return number(sql, values);
      } catch (IllegalStateException away) {
        if (left == 0 || !(away.getCause() instanceof SQLException)) {
          throw away;
        }
        Blocking.pause(LOOK_EVERY_MS);
      }
    }
  }

  public void execute(String sql, Object... values) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private List<ProcessHandle> processes() {
    ProcessHandle postmaster = running.process().toHandle();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
  }

  private static EmbeddedPostgres launch(EmbeddedPostgres.Plan plan) {
    try {
      return EmbeddedPostgres.start(plan, () -> false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String jdbc(URI uri) {
    return "jdbc:postgresql://127.0.0.1:" + uri.getPort() + "/postgres";
  }

  private static String password(URI uri) {
    return uri.getUserInfo().substring(uri.getUserInfo().indexOf(':') + 1);
  }

  @Override
  public void close() {
    crash();
  }
}
