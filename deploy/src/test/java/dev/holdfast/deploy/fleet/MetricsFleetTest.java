package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.process.Ports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a pod tells Prometheus, and what docs/metrics.md says that it tells. */
final class MetricsFleetTest {
  private static final Pattern DOCUMENTED =
      Pattern.compile("^\\| `(holdfast_\\w+)", Pattern.MULTILINE);
  private static final Pattern TYPE = Pattern.compile("^# TYPE (holdfast_\\w+)", Pattern.MULTILINE);

  @Test
  void a_pod_tells_of_its_work_what_is_documented_and_nothing_of_whose_it_is() throws Exception {
    try (Fleet fleet = new Fleet()) {
      int admin = Ports.free(1).getFirst();
      fleet.set("admin.port", Integer.toString(admin)).set("tasks.depth_check_ms", "100");
      PodProcess pod = fleet.start();
      Client ann = new Client(fleet.token("acme-tenant", "ann-principal", "session"));
      JsonObject work = Client.demo(3, 20).put("session_id", "measured-session");
      String task = ann.submit(pod, work).getString("task_id");
      try (SseWatcher watcher =
          SseWatcher.open(ann, pod, "/api/sessions/measured-session/events")) {
        ann.awaitEnd(pod, task);
        String second = ann.submit(pod, work).getString("task_id");
        ann.awaitEnd(pod, second);
        watcher.awaitSeq(ann.get(pod, "/api/sessions/measured-session").body().getLong("last_seq"));

        assertThat(ann.get(pod, "/api/sessions/nobody").status()).isEqualTo(404);

        String told = scrape(admin);
        for (String query : dashboardQueries()) {
          assertThat(PromSelectors.unanswered(query, told)).as(query).isEmpty();
        }
        assertThat(PromSelectors.unanswered("rate(holdfast_dropped_total[5m])", told)).hasSize(1);
        assertThat(PromSelectors.unanswered("holdfast_events_delivered_total{from=\"air\"}", told))
            .hasSize(1);
        assertThat(PromSelectors.unanswered("sum by (tenant) (holdfast_connections)", told))
            .containsExactly("by tenant");
        assertThat(value(told, "holdfast_events_committed_total{type=\"task.completed\"}"))
            .isEqualTo(2);
        assertThat(value(told, "holdfast_watchers")).isEqualTo(1);
        assertThat(value(told, "holdfast_connections")).isEqualTo(1);
        assertThat(value(told, "holdfast_log_pages_total")).isPositive();
        assertThat(value(told, "holdfast_events_delivered_total{from=\"log\"}")).isPositive();
        assertThat(value(told, "holdfast_beat_age_seconds")).isBetween(0.0, 60.0);
        assertThat(
                value(
                    told,
                    "vertx_pool_queue_pending{pool_name=\"tasks-transactions\",pool_type=\"sql\"}"))
            .isNotNegative();
        assertThat(families(TYPE, told)).isEqualTo(documented());
        assertThat(told)
            .contains("vertx_http_server_requests_total", "vertx_pool_in_use", "jvm_memory_used")
            .contains("route=\"/api/sessions/:session_id\"")
            .doesNotContain("measured-session", task, second, "acme-tenant", "ann-principal")
            .doesNotContain(ann.token());
      }
    }
  }

  private static List<String> dashboardQueries() throws IOException {
    JsonObject dashboard =
        new JsonObject(
            Files.readString(Path.of("..", "k8s", "chart", "dashboards", "holdfast.json")));
    List<String> queries = new ArrayList<>();
    for (Object panel : dashboard.getJsonArray("panels")) {
      for (Object target : ((JsonObject) panel).getJsonArray("targets")) {
        queries.add(((JsonObject) target).getString("expr"));
      }
    }
    assertThat(queries).hasSizeGreaterThan(15);
    return queries;
  }

  private static Set<String> documented() throws IOException {
    return families(DOCUMENTED, Files.readString(Path.of("..", "docs", "metrics.md")));
  }

  private static Set<String> families(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double value(String told, String series) {
    return told.lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " in\n" + told));
  }

  private static String scrape(int port) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
