package dev.holdfast.deploy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.TestPostgres;
import dev.holdfast.shared.testing.TestRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ExaminationTest {
  @Test
  void nothing_is_wrong_where_a_pod_would_start() {
    assertThat(examined())
        .allSatisfy((what, finding) ->
            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Finding.Verdict.OK))
        .containsKeys("configuration", "postgres", "schema", "rights", "clock", "redis");
  }

  @Test
  void each_thing_that_is_wrong_has_a_remedy_and_what_rests_on_it_is_not_looked_at() {
    assertThat(examined("tasks.heartbeat=5"))
        .hasEntrySatisfying(
            "configuration",
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Finding.Verdict.WRONG);
              assertThat(finding.told()).contains("did you mean tasks.heartbeat_ms?");
            })
        .hasEntrySatisfying("postgres", ExaminationTest::skipped);
    assertThat(
            examined(
                "postgres.uri=postgresql://u:hunter2@127.0.0.1:1/d",
                "redis.uri=redis://:hunter2@127.0.0.1:1"))
        .hasEntrySatisfying("postgres", ExaminationTest::wrong)
        .hasEntrySatisfying("schema", ExaminationTest::skipped)
        .hasEntrySatisfying(
            "redis", finding -> assertThat(finding.verdict()).isEqualTo(Finding.Verdict.WARNING))
        .allSatisfy((what, finding) -> assertThat(finding.toString()).doesNotContain("hunter2"));
  }

  @Test
  void an_empty_database_is_to_be_migrated() throws SQLException {
    PostgresConfig server = TestPostgres.freshDatabase();
    try (Connection connection = TestPostgres.connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE empty_for_doctor");
    }
    String uri = server.uri().substring(0, server.uri().lastIndexOf('/')) + "/empty_for_doctor";
    assertThat(examined("postgres.uri=" + uri).get("schema"))
        .extracting(Finding::remedy)
        .isEqualTo("holdfast migrate");
  }

  @Test
  void a_port_that_is_taken_and_a_name_that_leads_nowhere_are_told() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              examined(
                  "http.port=" + taken.getLocalPort(),
                  "cluster.enabled=true",
                  "cluster.port=" + freePort(),
                  "cluster.service_dns=nowhere.invalid"))
          .hasEntrySatisfying("http.port", ExaminationTest::wrong)
          .hasEntrySatisfying("cluster", ExaminationTest::wrong);
    }
  }

  private static int freePort() {
    return Ports.free(1).getFirst();
  }

  private static void wrong(Finding finding) {
    assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Finding.Verdict.WRONG);
    assertThat(finding.remedy()).isNotEmpty();
  }

  private static void skipped(Finding finding) {
    assertThat(finding.verdict()).isEqualTo(Finding.Verdict.SKIPPED);
  }

  private static Map<String, Finding> examined(String... more) {
    List<String> assignments = new ArrayList<>();
    assignments.add("postgres.uri=" + TestPostgres.freshDatabase().uri());
    assignments.addAll(
        List.of(
            "redis.uri=" + TestRedis.uri(),
            "registry.cache_secret=0123456789abcdef",
            "agents.demo.kind=demo",
            "http.port=0"));
    assignments.addAll(List.of(more));
    return Examination.of(() -> ConfigSources.read(null, Map.of(), assignments)).stream()
        .collect(Collectors.toMap(Finding::what, Function.identity()));
  }
}
