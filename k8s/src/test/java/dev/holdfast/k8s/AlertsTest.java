package dev.holdfast.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts ask for what pods really tell, and lead to a page that says what to do. */
final class AlertsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern OURS = Pattern.compile("holdfast_\\w+");
  private static final Pattern METRIC = Pattern.compile("(?:holdfast|vertx|jvm|process)_\\w+");
  private static final String BUCKET = "_bucket";

  @Test
  void row_78_every_alert_has_a_runbook_and_asks_for_documented_metrics() throws IOException {
    String documented = Files.readString(DOCS.resolve("metrics.md"));
    List<Rule> rules = rules();
    assertThat(rules).isNotEmpty();
    for (Rule rule : rules) {
      String asked = rule.getExpr().getStrVal();
      assertThat(METRIC.matcher(asked).find()).as(asked).isTrue();
      OURS.matcher(asked)
          .results()
          .map(MatchResult::group)
          .map(name ->
              name.endsWith(BUCKET) ? name.substring(0, name.length() - BUCKET.length()) : name)
          .forEach(name -> assertThat(documented).contains("| `" + name));
      Path page = Path.of(rule.getAnnotations().get("runbook"));
      assertThat(page.startsWith(Path.of("docs", "runbooks"))).as(page.toString()).isTrue();
      assertThat(Files.readString(Path.of("..").resolve(page))).startsWith("# " + rule.getAlert());
    }
  }

  @Test
  void every_runbook_belongs_to_an_alert() throws IOException {
    List<String> named =
        rules().stream()
            .map(rule -> Path.of(rule.getAnnotations().get("runbook")).getFileName().toString())
            .toList();
    try (var pages = Files.list(DOCS.resolve("runbooks"))) {
      assertThat(pages.map(page -> page.getFileName().toString()).toList())
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  private static List<Rule> rules() throws IOException {
    return Manifests.strict(
            Chart.rendered(Optional.empty(), Map.of("metrics.alerts.enabled", "true")))
        .only(PrometheusRule.class)
        .getSpec()
        .getGroups()
        .getFirst()
        .getRules();
  }
}
