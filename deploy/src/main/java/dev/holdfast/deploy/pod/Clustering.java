package dev.holdfast.deploy.pod;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import dev.holdfast.deploy.metrics.PodMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Map;

/**
 * The Vert.x instance of a pod, alone or joined with others through Hazelcast.
 *
 * <p>A member that is silent for six seconds is dropped (by default it would be a minute, in which
 * a part of all hints is lost). Waiting before the join is short but never zero: with zero, pods
 * that start together under Kubernetes silently form clusters of one. Two backups, so that two pods
 * may die at once and no registration is lost. Clusters that were parted look for each other every
 * ten seconds: by default they would for the first time after five minutes, and no hint would go
 * from one to the other.
 */
final class Clustering {
  private static final int BACKUPS = 2;

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "hazelcast.phone.home.enabled", "false",
          "hazelcast.logging.type", "slf4j",
          "hazelcast.socket.bind.any", "false",
          "hazelcast.shutdownhook.enabled", "false",
          "hazelcast.wait.seconds.before.join", "1",
          "hazelcast.max.wait.seconds.before.join", "2",
          "hazelcast.merge.first.run.delay.seconds", "10",
          "hazelcast.merge.next.run.delay.seconds", "10",
          "hazelcast.heartbeat.interval.seconds", "1",
          "hazelcast.max.no.heartbeat.seconds", "6");

  private Clustering() {}

  static Future<Vertx> open(ClusterConfig config, PodMeters meters) {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false));
    if (!config.enabled()) {
      return Future.succeededFuture(meters.measuring(options).build());
    }
    options.setEventBusOptions(
        new EventBusOptions().setHost(config.host()).setPort(config.busPort()));
    return meters
        .measuring(options)
        .withClusterManager(new HazelcastClusterManager(hazelcast(config)))
        .buildClustered();
  }

  static Config hazelcast(ClusterConfig config) {
    Config hazelcast = ConfigUtil.loadConfig(); // with the maps that Vert.x needs
    PROPERTIES.forEach(hazelcast::setProperty);
    hazelcast.setClusterName(config.name());
    hazelcast.getMetricsConfig().setEnabled(false); // nobody reads them
    hazelcast.getMultiMapConfig("__vertx.subs").setBackupCount(BACKUPS);
    hazelcast.getMapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS);
    NetworkConfig network = hazelcast.getNetworkConfig();
    network.setPort(config.port()).setPortAutoIncrement(false);
    network.setPublicAddress(config.host() + ":" + config.port());
    network.getInterfaces().setEnabled(true).addInterface(config.host());
    join(network.getJoin(), config);
    return hazelcast;
  }

  private static void join(JoinConfig join, ClusterConfig config) {
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    if (config.serviceDns() == null) {
      join.getTcpIpConfig().setEnabled(true).setMembers(config.members());
    } else {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", config.serviceDns())
          .setProperty("service-port", Integer.toString(config.port()));
    }
  }
}
