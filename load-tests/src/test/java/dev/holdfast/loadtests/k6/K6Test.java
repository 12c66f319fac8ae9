package dev.holdfast.loadtests.k6;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of k6, run small against real pods, and what judges them. */
final class K6Test {
  private static final Set<String> SCENARIOS =
      Set.of(
          "connect-storm",
          "reconnect-storm",
          "steady-sessions",
          "task-flood",
          "fan-out",
          "mcp",
          "rolling-restart");

  @TempDir private Path folder;

  @Test
  void the_smoke_profile_holds_every_limit_on_three_pods_one_of_which_is_restarted()
      throws Exception {
    K6Program.inPlace();

    Ended run =
        K6Program.run(folder, "--profile", "smoke", "--out", folder.resolve("out").toString());

    assertThat(run.exitCode()).as(run.output()).isZero();
    JsonObject summary = summary();
    assertThat(summary.getBoolean("passed")).isTrue();
    JsonObject measured = summary.getJsonObject("measured");
    assertThat(measured.fieldNames()).isEqualTo(SCENARIOS);
    for (String scenario : SCENARIOS) {
      assertThat(number(measured, scenario, "operations")).as(scenario).isPositive();
    }
    assertThat(number(measured, "rolling-restart", "resume_ms")).isPositive();
    assertThat(number(measured, "fan-out", "progress_lag_ms")).isPositive();
    assertThat(Files.readString(folder.resolve("out").resolve("summary.html")))
        .contains("Profile smoke: <span class=\"ok\">passed</span>")
        .contains(SCENARIOS)
        .doesNotContain("http://", "https://");
  }

  @Test
  void a_limit_that_is_missed_is_told_and_exits_with_99() throws Exception {
    K6Program.inPlace();

    Ended run =
        K6Program.run(
            folder,
            "--pods=1",
            "--scenario=mcp",
            "--slo=session_open_ms@mcp=max<0",
            "--out=" + folder.resolve("out"));

    assertThat(run.exitCode()).as(run.output()).isEqualTo(99);
    assertThat(run.output()).contains("missed: mcp session_open_ms max<0");
    JsonObject summary = summary();
    assertThat(summary.getBoolean("passed")).isFalse();
    JsonArray limits = summary.getJsonArray("limits");
    assertThat(limits.stream().map(JsonObject.class::cast).filter(l -> !l.getBoolean("ok")))
        .singleElement()
        .satisfies(limit -> assertThat(limit.getString("metric")).isEqualTo("session_open_ms"));
    assertThat(Files.readString(folder.resolve("out").resolve("summary.html")))
        .contains("<span class=\"bad\">failed</span>", "<span class=\"bad\">missed</span>");
  }

  @Test
  void what_judges_a_log_sees_every_planted_defect() throws Exception {
    Ended run =
        Ended.of(
            K6Program.SOURCES,
            Map.of("K6_NO_USAGE_REPORT", "true", "K6_AUTO_EXTENSION_RESOLUTION", "false"),
            List.of(K6Program.inPlace(), "run", "--quiet", "planted.ts"));

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @Test
  void what_is_asked_for_wrongly_is_one_line_and_usage() throws Exception {
    for (String[] options :
        List.of(
            new String[] {"--profile", "frantic"},
            new String[] {"--scenario", "mcp,mpc"},
            new String[] {"--pods", "10"},
            new String[] {"--url", "http://127.0.0.1:1"},
            new String[] {"--fast"},
            new String[] {"--out"})) {
      Ended run = K6Program.run(folder, options);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.output().lines())
          .singleElement()
          .asString()
          .startsWith("k6/run: ")
          .contains(options[0])
          .endsWith("; --help tells all options");
    }
  }

  private JsonObject summary() throws Exception {
    return new JsonObject(Files.readString(folder.resolve("out").resolve("summary.json")));
  }

  private static long number(JsonObject measured, String scenario, String metric) {
    return measured
        .getJsonObject(scenario)
        .getJsonObject(metric, new JsonObject())
        .getLong("count", 0L);
  }
}
