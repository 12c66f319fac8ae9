package dev.holdfast.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.process.Ports;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.TestPostgres;
import dev.holdfast.shared.testing.TestRedis;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod that is started as the chart says becomes ready and stops in order. */
final class ChartPodTest {
  private static final String DATABASE = "chart";
  private static final String SECRET = "a secret of this test";

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    http.close();
  }

  @Test
  void row_78_a_pod_of_the_chart_migrates_becomes_ready_and_stops_in_order() throws IOException {
    ChartPod pod =
        new ChartPod(
            release(Ports.free(4)),
            "holdfast-a",
            "127.0.0.1",
            secrets(),
            folder,
            "-Djdk.net.hosts.file=" + hosts());
    Container migrate = pod.release().migrate();
    assertThat(exitCode(start(pod, migrate))).isZero();
    assertThat(Files.readString(pod.output(migrate))).contains("migrations applied");

    Container serving = pod.release().pod();
    Process process = start(pod, serving);
    awaitReady(pod, process);
    assertThat(answer(pod, serving.getReadinessProbe().getHttpGet()))
        .contains("\"cluster\":{\"status\":\"joined\"}");
    assertThat(answer(pod, serving.getStartupProbe().getHttpGet()))
        .contains("\"phase\":\"serving\"");
    assertThat(answer(pod, serving.getLivenessProbe().getHttpGet())).contains("\"status\":\"up\"");
    assertThat(told(pod))
        .contains("ready http://")
        .as("Hazelcast warns of a service name that leads nowhere")
        .doesNotContain("serviceDns")
        .doesNotContain(SECRET);

    process.destroy();
    assertThat(exitCode(process)).as(told(pod)).isZero();
  }

  /** On ports that are free on this machine. */
  private static Manifests release(List<Integer> ports) throws IOException {
    return Manifests.strict(
        Chart.rendered(
            Optional.empty(),
            Map.of(
                "ports.http", ports.get(0).toString(),
                "ports.admin", ports.get(1).toString(),
                "ports.members", ports.get(2).toString(),
                "ports.bus", ports.get(3).toString())));
  }

  /** An empty database: what the first pod of a release finds. */
  private static Map<String, String> secrets() {
    PostgresConfig server = TestPostgres.freshDatabase();
    try (Connection connection = TestPostgres.connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    String uri = server.uri().substring(0, server.uri().lastIndexOf('/') + 1) + DATABASE;
    return Map.of(
        "HOLDFAST_POSTGRES_URI", uri,
        "HOLDFAST_REDIS_URI", TestRedis.uri(),
        "HOLDFAST_REGISTRY_CACHE_SECRET", SECRET);
  }

  /** What the cluster's name service would tell of the headless service. */
  private Path hosts() throws IOException {
    return Files.writeString(
        folder.resolve("hosts"),
        """
        127.0.0.1 holdfast-members
        127.0.0.1 localhost
        127.0.0.1 %s
        """
            .formatted(InetAddress.getLocalHost().getHostName()));
  }

  private Process start(ChartPod pod, Container container) throws IOException {
    Process process = pod.start(container);
    started.add(process);
    return process;
  }

  private void awaitReady(ChartPod pod, Process process) {
    HTTPGetAction ready = pod.release().pod().getReadinessProbe().getHttpGet();
    Awaitility.await()
        .alias(pod.name() + " is ready")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          assertThat(process.isAlive()).as(told(pod)).isTrue();
          return answer(pod, ready).contains("\"status\":\"up\",\"phase\":\"serving\"");
        });
  }

  private static String told(ChartPod pod) {
    try {
      return Files.readString(pod.output(pod.release().pod()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What the pod answers to a probe of its node; empty while it does not listen. */
  private String answer(ChartPod pod, HTTPGetAction probe) {
    int port =
        pod.release().pod().getPorts().stream()
            .filter(each -> new IntOrString(each.getName()).equals(probe.getPort()))
            .findFirst()
            .orElseThrow()
            .getContainerPort();
    URI uri = URI.create("http://" + pod.ip() + ":" + port + probe.getPath());
    try {
      return http.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int exitCode(Process process) {
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
