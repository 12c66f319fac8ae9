package dev.holdfast.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The chart is sound, and the rendered file says the same. */
final class ChartTest {
  private static final Path RENDERED = Path.of("install.yaml");
  private static final String HEAD =
      """
      # Rendered from k8s/chart with its own values; a test compares, and writes it anew when it is run
      # with -Ddocs.write=true. Before: kubectl create secret, as k8s/README.md says.
      """;

  @Test
  void helm_finds_nothing_to_say_against_it() {
    LintResult lint = Chart.lint();
    assertThat(lint.isFailed()).as(String.join("\n", lint.getMessages())).isFalse();
    assertThat(lint.getMessages()).noneMatch(line -> line.contains("[ERROR]"));
  }

  @Test
  void the_rendered_file_is_what_the_chart_renders() throws IOException {
    String rendered = HEAD + Chart.rendered();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(RENDERED, rendered);
    }
    assertThat(Files.readString(RENDERED)).isEqualTo(rendered);
  }

  @Test
  void every_member_is_one_that_kubernetes_knows() throws IOException {
    assertThat(Manifests.strict(Chart.rendered()).all()).hasSize(7);
    assertThat(Manifests.strict(Chart.rendered(Optional.of(Chart.KIND), Map.of())).all())
        .hasSize(5);
    String everything =
        Chart.rendered(
            Optional.empty(),
            Map.ofEntries(
                Map.entry("metrics.podMonitor.enabled", "true"),
                Map.entry("metrics.alerts.enabled", "true"),
                Map.entry("metrics.dashboard.enabled", "true"),
                Map.entry("autoscaling.connections.enabled", "true"),
                Map.entry("networkPolicy.adminFrom[0].namespaceSelector.matchLabels.a", "b"),
                Map.entry("networkPolicy.clientsFrom[0].podSelector.matchLabels.a", "b"),
                Map.entry("tolerations[0].operator", "Exists"),
                Map.entry("nodeSelector.disk", "fast"),
                Map.entry("imagePullSecrets[0].name", "registry"),
                Map.entry("podAnnotations.a", "b"),
                Map.entry("podLabels.a", "b"),
                Map.entry("priorityClassName", "high"),
                Map.entry("service.annotations.a", "b")));
    assertThat(Manifests.strict(everything).all()).hasSize(10);
  }

  @Test
  void a_misspelt_member_is_found() {
    String rendered = Chart.rendered();
    assertThat(rendered).contains("periodSeconds", "type: RuntimeDefault", "minReplicas");
    for (String planted :
        new String[] {
          rendered.replace("periodSeconds", "periodSecond"),
          rendered.replaceFirst("readOnlyRootFilesystem", "readOnlyRootFileSystem"),
          rendered.replace("publishNotReadyAddresses", "publishNotReadyAdresses"),
          rendered.replace("minReplicas", "minReplica")
        }) {
      assertThatThrownBy(() -> Manifests.strict(planted))
          .isInstanceOf(UnrecognizedPropertyException.class);
    }
    assertThatThrownBy(() -> Manifests.strict(rendered.replace("kind: Deployment", "kind: Deploy")))
        .hasMessageContaining("not a kind");
  }

  @Test
  void a_monitor_that_the_network_policy_locks_out_is_refused() {
    Map<String, String> locked = Map.of("metrics.podMonitor.enabled", "true");
    assertThatThrownBy(() -> Chart.rendered(Optional.empty(), locked))
        .hasMessageContaining("networkPolicy.adminFrom");
    assertThat(
            Chart.rendered(
                Optional.empty(),
                Map.of("metrics.podMonitor.enabled", "true", "networkPolicy.enabled", "false")))
        .contains("kind: PodMonitor");
  }

  @Test
  void a_value_that_nobody_reads_is_refused() {
    assertThatThrownBy(() -> Chart.rendered(Optional.empty(), Map.of("replica", "5")))
        .hasMessageContaining("replica");
    assertThatThrownBy(() -> Chart.rendered(Optional.empty(), Map.of("drain.ms", "5")))
        .hasMessageContaining("drain");
    assertThatThrownBy(() -> Chart.rendered(Optional.empty(), Map.of("ports.http", "70000")))
        .hasMessageContaining("http");
  }
}
