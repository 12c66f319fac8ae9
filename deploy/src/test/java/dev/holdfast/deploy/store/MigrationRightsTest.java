package dev.holdfast.deploy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles belong to a cluster: each test has one in which nothing was ever migrated. */
final class MigrationRightsTest {
  private EmbeddedPostgres cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = EmbeddedPostgres.builder().start();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  @Test
  void databases_of_one_cluster_may_be_migrated_for_the_first_time_at_once() throws SQLException {
    for (int i = 0; i < 4; i++) {
      sql("CREATE DATABASE racer_" + i);
    }
    List<CompletableFuture<String>> racers =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> migrate("postgres", "racer_" + i)))
            .toList();
    assertThat(racers.stream().map(CompletableFuture::join))
        .allMatch(line -> !line.startsWith("0 migrations"));
    assertThat(
            value(
                "SELECT rolcanlogin OR rolbypassrls OR rolsuper FROM pg_roles WHERE rolname ="
                    + " 'holdfast_client'"))
        .isEqualTo("f");
  }

  @Test
  void an_owner_who_may_create_roles_needs_nobody() throws SQLException {
    owner("lone", "CREATEROLE");
    assertThat(migrate("lone", "lone")).doesNotStartWith("0 migrations");
    new WallCheck(access("lone", "lone")).expectUsable();
    assertServes("lone", "lone");
  }

  @Test
  void an_owner_who_may_not_create_roles_is_told_what_to_have_run() throws SQLException {
    owner("plain", "");
    String remedy = remedy("plain", "plain");
    assertThat(remedy)
        .isEqualTo(
            "CREATE ROLE holdfast_client NOLOGIN NOBYPASSRLS; GRANT holdfast_client TO plain;");
    sql(remedy);
    assertThat(migrate("plain", "plain")).doesNotStartWith("0 migrations");
    new WallCheck(access("plain", "plain")).expectUsable();
    assertServes("plain", "plain");
  }

  @Test
  void an_owner_whose_cluster_has_the_role_already_is_told_to_join_it() throws SQLException {
    owner("first", "CREATEROLE");
    owner("second", "CREATEROLE");
    migrate("first", "first");
    String remedy = remedy("second", "second");
    assertThat(remedy).isEqualTo("GRANT holdfast_client TO second;");
    sql(remedy);
    assertThat(migrate("second", "second")).doesNotStartWith("0 migrations");
  }

  @Test
  void a_role_that_bypasses_row_level_security_is_refused() throws SQLException {
    sql("CREATE ROLE holdfast_client BYPASSRLS");
    sql("CREATE DATABASE open");
    assertThatThrownBy(() -> migrate("postgres", "open"))
        .isInstanceOf(OperatorFault.class)
        .hasMessageEndingWith("ALTER ROLE holdfast_client NOSUPERUSER NOBYPASSRLS");
  }

  @Test
  void a_pod_refuses_a_user_on_the_wrong_side_of_the_wall() throws SQLException {
    owner("keeper", "CREATEROLE");
    migrate("keeper", "keeper");
    sql("CREATE ROLE guest LOGIN");
    assertThatThrownBy(() -> new WallCheck(access("guest", "keeper")).expectUsable())
        .isInstanceOf(OperatorFault.class)
        .hasMessageContaining("user guest is subject to row-level security")
        .hasMessageEndingWith("GRANT keeper TO guest;");
    sql("CREATE ROLE bypass LOGIN BYPASSRLS");
    assertThatThrownBy(() -> new WallCheck(access("bypass", "keeper")).expectUsable())
        .isInstanceOf(OperatorFault.class)
        .hasMessageEndingWith("GRANT holdfast_client TO bypass;");
    sql("GRANT keeper TO guest");
    new WallCheck(access("guest", "keeper")).expectUsable();
  }

  /** As the owner everything is there, and behind the wall only one's own. */
  private void assertServes(String user, String database) {
    Vertx vertx = Vertx.vertx();
    Postgres postgres = Postgres.open(vertx, new PostgresConfig(uri(user, database), 1, 1, 30_000));
    Await.result(
        postgres
            .reads()
            .query(
                "INSERT INTO session (tenant, principal, session_id)"
                    + " VALUES ('acme', 'ada', 'adas'), ('acme', 'bob', 'bobs')")
            .execute());
    String all = "SELECT session_id FROM session";
    assertThat(Await.result(postgres.reads().query(all).execute()).size()).isEqualTo(2);
    assertThat(
            Await.result(postgres.execute(new Principal("acme", "ada"), all, Tuple.tuple()))
                .iterator()
                .next()
                .getString(0))
        .isEqualTo("adas");
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  private String remedy(String user, String database) {
    try {
      migrate(user, database);
    } catch (OperatorFault refused) {
      String message = String.valueOf(refused.getMessage());
      String before = "a database administrator has to run once: ";
      assertThat(message).contains("user " + user + " may not").contains(before).hasLineCount(1);
      return message.substring(message.indexOf(before) + before.length());
    }
    throw new AssertionError("was not refused");
  }

  private void owner(String name, String right) throws SQLException {
    sql("CREATE ROLE " + name + " LOGIN " + right);
    sql("CREATE DATABASE " + name + " OWNER " + name);
  }

  private String migrate(String user, String database) {
    return new Migrations(access(user, database)).migrate();
  }

  private JdbcAccess access(String user, String database) {
    return JdbcAccess.of(new PostgresConfig(uri(user, database), 1, 1, 3_000));
  }

  private String uri(String user, String database) {
    return "postgresql://" + user + "@127.0.0.1:" + cluster.getPort() + "/" + database;
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = cluster.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String value(String sql) throws SQLException {
    try (Connection connection = cluster.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
