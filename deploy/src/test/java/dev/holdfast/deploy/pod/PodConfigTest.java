package dev.holdfast.deploy.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.shared.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PodConfigTest {
  private static final List<String> ENOUGH =
      List.of(
          "postgres.uri=postgresql://u:hunter2@h/d",
          "redis.uri=redis://:hunter2@h",
          "registry.cache_secret=hunter2hunter2hunter2",
          "agents.demo.kind=demo");

  @Test
  void secrets_are_never_among_the_printed_lines() {
    assertThat(read().lines())
        .contains("postgres.uri = ****  (--set)", "http.port = 8080  (default)")
        .noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void a_pod_is_named_after_its_host_unless_it_is_given_a_name() {
    assertThat(read().name()).isEqualTo("host-1");
    assertThat(read("pod.name=blue").name()).isEqualTo("blue");
    assertThatThrownBy(() -> read("pod.name=two words"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("pod.name must be 1-100 characters");
  }

  @Test
  void a_cluster_needs_exactly_one_way_to_find_the_others() {
    assertThatThrownBy(() -> read("cluster.enabled=true"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("either cluster.members or cluster.service_dns");
    assertThatThrownBy(() ->
            read("cluster.enabled=true", "cluster.members=[\"a:1\"]", "cluster.service_dns=s"))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> read("cluster.enabled=true", "cluster.members=[\"a\"]"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("cluster.members must be host:port: a");
    assertThat(
            read("cluster.enabled=true", "cluster.members=[\"a:1\",\"b:2\"]").cluster().members())
        .containsExactly("a:1", "b:2");
  }

  @Test
  void an_answer_of_a_server_must_come_before_who_asked_gives_up() {
    assertThatThrownBy(() -> read("tasks.server_ask_ms=5000"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "tasks.server_ask_ms must be less than bus.request_timeout_ms, which is 5000: 5000");
    assertThatThrownBy(() -> read("bus.request_timeout_ms=1500", "tasks.server_ask_ms=1000"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("tasks.tools_wait_ms must be less than bus.request_timeout_ms");
    assertThat(read("tasks.server_ask_ms=4999").requestTimeoutMs()).isEqualTo(5_000);
  }

  @Test
  void a_key_nobody_knows_is_refused() {
    assertThatThrownBy(() -> read("tasks.heartbeat=5"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean tasks.heartbeat_ms?");
  }

  private static PodConfig read(String... more) {
    List<String> assignments = new ArrayList<>(ENOUGH);
    assignments.addAll(List.of(more));
    return PodConfig.read(ConfigSources.read(null, Map.of(), assignments), "host-1");
  }
}
