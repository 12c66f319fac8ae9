package dev.holdfast.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Grafana's dashboard is in the chart where it is wanted, and shows what is documented. That a pod
 * answers each query is seen in deploy's {@code MetricsFleetTest}.
 */
final class DashboardTest {
  private static final Path FILE = Chart.FOLDER.resolve("dashboards/holdfast.json");
  private static final Pattern OURS = Pattern.compile("holdfast_[a-z_]+");

  @Test
  void the_chart_has_it_as_it_stands_under_the_label_that_grafana_looks_for() throws IOException {
    ConfigMap made =
        Manifests.strict(
                Chart.rendered(Optional.empty(), Map.of("metrics.dashboard.enabled", "true")))
            .every(ConfigMap.class)
            .stream()
            .filter(map -> map.getMetadata().getName().equals("holdfast-dashboard"))
            .findFirst()
            .orElseThrow();
    assertThat(made.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(new ObjectMapper().readTree(made.getData().get("holdfast.json")))
        .isEqualTo(dashboard());
  }

  @Test
  void row_78_every_panel_says_what_it_shows_and_asks_for_documented_metrics() throws IOException {
    String documented = Files.readString(Path.of("..", "docs", "metrics.md"));
    List<String> titles = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    for (JsonNode panel : dashboard().path("panels")) {
      String title = panel.path("title").asText();
      titles.add(title);
      ids.add(panel.path("id").asInt());
      assertThat(panel.path("description").asText()).as(title).isNotEmpty();
      assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotEmpty();
      assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        String asked = target.path("expr").asText();
        assertThat(asked).contains("namespace=~\"$namespace\"");
        OURS.matcher(asked)
            .results()
            .map(MatchResult::group)
            .map(name -> name.replaceAll("_bucket$", ""))
            .forEach(name -> assertThat(documented).contains("| `" + name));
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(titles)
        .contains(
            "Connections",
            "Sessions that run",
            "Tasks",
            "Event loop lag",
            "Pool waits",
            "Lease age",
            "Queue depth",
            "Fan-out lag",
            "Replays",
            "Drops");
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(FILE.toFile());
  }
}
