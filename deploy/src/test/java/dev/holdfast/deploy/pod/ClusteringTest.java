package dev.holdfast.deploy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusteringTest {
  @Test
  void two_pods_may_die_at_once_and_no_registration_is_lost() {
    Config config = Clustering.hazelcast(members("127.0.0.1:5701"));
    assertThat(config.getMultiMapConfig("__vertx.subs").getBackupCount()).isEqualTo(2);
    assertThat(config.getMapConfig("__vertx.nodeInfo").getBackupCount()).isEqualTo(2);
  }

  @Test
  void members_are_only_those_that_are_named() {
    Config config = Clustering.hazelcast(members("127.0.0.1:5701", "127.0.0.1:5702"));
    assertThat(config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers())
        .containsExactly("127.0.0.1:5701", "127.0.0.1:5702");
    assertThat(config.getNetworkConfig().getJoin().getMulticastConfig().isEnabled()).isFalse();
    assertThat(config.getNetworkConfig().getJoin().getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(config.getNetworkConfig().isPortAutoIncrement()).isFalse();
    assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
  }

  @Test
  void pods_under_kubernetes_wait_before_they_form_a_cluster() {
    Config config =
        Clustering.hazelcast(
            new ClusterConfig(true, "c", "10.0.0.1", 5701, 5702, List.of(), "holdfast-members"));
    assertThat(config.getNetworkConfig().getJoin().getKubernetesConfig().getProperties())
        .containsEntry("service-dns", "holdfast-members")
        .containsEntry("service-port", "5701");
    assertThat(config.getNetworkConfig().getJoin().getTcpIpConfig().isEnabled()).isFalse();
    assertThat(config.getProperty("hazelcast.wait.seconds.before.join")).isNotEqualTo("0");
  }

  private static ClusterConfig members(String... members) {
    return new ClusterConfig(true, "c", "127.0.0.1", 5701, 0, List.of(members), null);
  }
}
