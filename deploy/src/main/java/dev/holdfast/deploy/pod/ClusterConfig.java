package dev.holdfast.deploy.pod;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pods find each other.
 *
 * @param enabled whether this pod joins others at all
 * @param name pods of one name form one cluster
 * @param host the address of this pod that the others reach
 * @param port where this pod's membership listens
 * @param busPort where this pod's event bus listens; 0 for any free port
 * @param members {@code host:port} of pods to join; not together with serviceDns
 * @param serviceDns the Kubernetes headless service whose addresses are the pods; null for none
 */
public record ClusterConfig(
    boolean enabled,
    String name,
    String host,
    int port,
    int busPort,
    List<String> members,
    @Nullable String serviceDns) {

  public ClusterConfig {
    members = List.copyOf(members);
    if (enabled && members.isEmpty() == (serviceDns == null)) {
      throw new ConfigException(
          "cluster.enabled needs either cluster.members or cluster.service_dns, and not both");
    }
    for (String member : members) {
      if (!member.matches("[^:]+:\\d{1,5}")) {
        throw new ConfigException("cluster.members must be host:port: " + member);
      }
    }
  }

  static ClusterConfig read(Settings settings) {
    return new ClusterConfig(
        settings.flag("cluster.enabled", false),
        settings.text("cluster.name", "holdfast"),
        settings.text("cluster.host", "127.0.0.1"),
        settings.integer("cluster.port", 5701, 1, 65_535),
        settings.integer("cluster.bus_port", 0, 0, 65_535),
        settings.list("cluster.members", List.of()),
        settings.textOrNull("cluster.service_dns"));
  }
}
