package dev.holdfast.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.deploy.pod.PodConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every release of the chart has to keep, the small one on a laptop included. */
final class PolicyTest {
  private static final long MEBIBYTE = 1024 * 1024;

  /** For classes, code and threads. */
  private static final long BESIDE_HEAP_AND_DIRECT = 200 * MEBIBYTE;

  private static final String SET = "HOLDFAST_SET";

  @TempDir private Path folder;

  static Stream<Manifests> releases() {
    return Stream.of(read(Optional.empty()), read(Optional.of(Chart.KIND)));
  }

  private static Manifests standard() {
    return read(Optional.empty());
  }

  private static Manifests read(Optional<Path> values) {
    try {
      return Manifests.strict(Chart.rendered(values, Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void row_78_each_probe_asks_its_own_question_on_the_admin_port(Manifests release) {
    Container pod = release.pod();
    assertThat(asked(pod.getStartupProbe())).isEqualTo("/health/startup");
    assertThat(asked(pod.getReadinessProbe())).isEqualTo("/health/ready");
    assertThat(asked(pod.getLivenessProbe())).isEqualTo("/health/live");
  }

  private static String asked(Probe probe) {
    HTTPGetAction get = probe.getHttpGet();
    assertThat(get.getPort()).isEqualTo(new IntOrString("admin"));
    return get.getPath();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void nothing_runs_as_root_writes_to_its_image_or_gains_rights(Manifests release) {
    PodSpec spec = release.podSpec();
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(spec.getAutomountServiceAccountToken()).isFalse();
    assertThat(spec.getHostNetwork()).isNull();
    for (Container container : List.of(release.pod(), release.migrate())) {
      SecurityContext security = container.getSecurityContext();
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(security.getPrivileged()).isNull();
      assertThat(container.getVolumeMounts()).anyMatch(each -> each.getMountPath().equals("/tmp"));
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void memory_is_limited_and_what_the_java_runtime_may_take_fits(Manifests release) {
    for (Container container : List.of(release.pod(), release.migrate())) {
      assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
      assertThat(bytes(container, "memory")).isPositive();
    }
    Container pod = release.pod();
    String options = variable(pod, "JDK_JAVA_OPTIONS").getValue();
    long limit = bytes(pod, "memory");
    long heap = limit * number(options, "MaxRAMPercentage=(\\d+)") / 100;
    long direct = number(options, "MaxDirectMemorySize=(\\d+)m") * MEBIBYTE;
    assertThat(heap + direct + BESIDE_HEAP_AND_DIRECT).isLessThanOrEqualTo(limit);
    assertThat(heap).isGreaterThanOrEqualTo(256 * MEBIBYTE);
    assertThat(options).contains("-XX:+ExitOnOutOfMemoryError");
  }

  private static long bytes(Container container, String resource) {
    Quantity quantity = container.getResources().getLimits().get(resource);
    return Quantity.getAmountInBytes(quantity).max(BigDecimal.ZERO).longValueExact();
  }

  private static long number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void secrets_are_references_and_stand_nowhere(Manifests release) {
    for (String name :
        List.of("HOLDFAST_POSTGRES_URI", "HOLDFAST_REDIS_URI", "HOLDFAST_REGISTRY_CACHE_SECRET")) {
      EnvVar variable = variable(release.pod(), name);
      assertThat(variable.getValue()).isNull();
      assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("holdfast");
    }
    assertThat(release.migrate().getEnv())
        .extracting(EnvVar::getName)
        .containsExactly("HOLDFAST_LOG_FORMAT", "HOLDFAST_POSTGRES_URI");
    assertThat(release.only(ConfigMap.class).getData()).containsOnlyKeys("holdfast.json");
  }

  @Test
  void further_secrets_are_one_more_key_for_the_pod_alone() throws IOException {
    assertThat(standard().pod().getEnv()).extracting(EnvVar::getName).doesNotContain(SET);
    Map<String, String> values = Map.of("secret.keys.set", "more", "secret.name", "s");
    Manifests release = Manifests.strict(Chart.rendered(Optional.empty(), values));
    SecretKeySelector reference = variable(release.pod(), SET).getValueFrom().getSecretKeyRef();
    assertThat(reference.getName()).isEqualTo("s");
    assertThat(reference.getKey()).isEqualTo("more");
    assertThat(release.migrate().getEnv()).extracting(EnvVar::getName).doesNotContain(SET);
  }

  private static EnvVar variable(Container container, String name) {
    return container.getEnv().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** By the configuration that the pods really read, and the defaults of what it does not say. */
  @ParameterizedTest
  @MethodSource("releases")
  void row_79_the_grace_period_is_the_sum_of_what_a_stop_may_take(Manifests release)
      throws IOException {
    PodConfig config = configuration(release);
    int preStop = release.pod().getLifecycle().getPreStop().getSleep().getSeconds().intValue();
    int drain = (config.drainMsMax() + 999) / 1000;
    assertThat(release.podSpec().getTerminationGracePeriodSeconds())
        .isEqualTo(preStop + drain + 5L);
    assertThat(preStop)
        .as("longer than it takes a probe to see that the pod is going")
        .isGreaterThanOrEqualTo(5);
    assertThat(config.drainMsMax())
        .as("goodbyes are said, then tasks end or are handed back")
        .isGreaterThan(setting(config, "gateway.goaway_ms_max") + setting(config, "tasks.drain_ms"))
        .isEqualTo(setting(defaults(), "pod.drain_ms_max"));
  }

  /** As k8s/README.md has the sum. */
  @ParameterizedTest
  @MethodSource("releases")
  void three_pods_fit_into_the_connections_of_a_postgres_as_it_comes(Manifests release)
      throws IOException {
    PodConfig config = configuration(release);
    int module =
        setting(config, "postgres.read_connections") + 2 * setting(config, "postgres.pool_size");
    assertThat(3 * (3 * module + 4)).isLessThanOrEqualTo(97);
  }

  private PodConfig configuration(Manifests release) throws IOException {
    Path file = folder.resolve("holdfast.json");
    Files.writeString(file, release.only(ConfigMap.class).getData().get("holdfast.json"));
    return PodConfig.read(ConfigSources.read(file, SECRETS, List.of("pod.name=a")), "host");
  }

  private static PodConfig defaults() {
    return PodConfig.read(ConfigSources.read(null, SECRETS, List.of()), "host");
  }

  private static final Map<String, String> SECRETS =
      Map.of(
          "HOLDFAST_POSTGRES_URI", "postgresql://u:p@127.0.0.1:1/d",
          "HOLDFAST_REDIS_URI", "redis://127.0.0.1:1",
          "HOLDFAST_REGISTRY_CACHE_SECRET", "0123456789abcdef");

  private static int setting(PodConfig config, String key) {
    return config.lines().stream()
        .filter(line -> line.startsWith(key + " = "))
        .map(line -> line.substring(key.length() + 3).split(" ", 2)[0])
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void pods_find_each_other_before_they_are_ready(Manifests release) throws IOException {
    Service members =
        release.every(Service.class).stream()
            .filter(service -> "None".equals(service.getSpec().getClusterIP()))
            .findFirst()
            .orElseThrow();
    assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();
    PodConfig config = configuration(release);
    assertThat(config.cluster().serviceDns()).isEqualTo(members.getMetadata().getName());
    assertThat(config.cluster().port())
        .isEqualTo(members.getSpec().getPorts().getFirst().getPort());
    Map<String, String> labels =
        release.only(Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
    for (Service service : release.every(Service.class)) {
      assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
    }
  }

  @Test
  void the_clusters_ports_are_for_pods_and_the_admin_port_for_nobody() {
    List<NetworkPolicyIngressRule> rules =
        standard().only(NetworkPolicy.class).getSpec().getIngress();
    for (String guarded : List.of("members", "bus", "admin")) {
      assertThat(rules)
          .filteredOn(rule ->
              rule.getPorts().stream()
                  .anyMatch(port -> port.getPort().equals(new IntOrString(guarded))))
          .allSatisfy(rule ->
              assertThat(rule.getFrom().getFirst().getPodSelector().getMatchLabels())
                  .containsEntry("app.kubernetes.io/name", "holdfast"))
          .hasSize(guarded.equals("admin") ? 0 : 1);
    }
  }

  @Test
  void one_pod_at_a_time_is_taken_away_and_pods_are_spread() {
    Manifests release = standard();
    assertThat(release.only(PodDisruptionBudget.class).getSpec().getMaxUnavailable())
        .isEqualTo(new IntOrString(1));
    assertThat(release.podSpec().getTopologySpreadConstraints()).hasSize(2);
    Deployment deployment = release.only(Deployment.class);
    assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable())
        .isEqualTo(new IntOrString(0));
    assertThat(deployment.getSpec().getReplicas()).as("the autoscaler's").isNull();
    HorizontalPodAutoscalerSpec scaler = release.only(HorizontalPodAutoscaler.class).getSpec();
    assertThat(scaler.getScaleTargetRef().getName()).isEqualTo(deployment.getMetadata().getName());
    assertThat(scaler.getMinReplicas()).isGreaterThanOrEqualTo(2);
    assertThat(scaler.getMetrics()).hasSize(1);
    assertThat(scaler.getBehavior().getScaleDown().getStabilizationWindowSeconds())
        .isGreaterThanOrEqualTo(300);
  }
}
