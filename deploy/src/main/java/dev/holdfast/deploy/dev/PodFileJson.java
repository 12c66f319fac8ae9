package dev.holdfast.deploy.dev;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The configuration file of one pod of a development run. */
final class PodFileJson {
  private PodFileJson() {}

  /** What all pods of a run have in common. */
  record Common(String postgres, String redis, String cacheSecret, AgentsJson agents) {
    /** The addresses contain passwords. */
    @Override
    public String toString() {
      return "Common";
    }
  }

  /**
   * Where a pod is among the others.
   *
   * @param number from 1
   * @param cluster names the cluster of this run
   * @param members {@code host:port} of every pod, in order
   */
  record Place(int number, int port, String cluster, List<String> members) {
    Place {
      members = List.copyOf(members);
    }
  }

  static String text(Common common, Place place) {
    JsonObject file =
        new JsonObject()
            .put("pod.name", "pod-" + place.number())
            .put("http", new JsonObject().put("host", "127.0.0.1").put("port", place.port()))
            .put("postgres.uri", common.postgres())
            .put("redis.uri", common.redis())
            .put("registry.cache_secret", common.cacheSecret())
            .put("agents", common.agents().content())
            .put("tools", common.agents().tools());
    if (place.members().size() > 1) {
      file.put("cluster", cluster(place));
    }
    return file.encodePrettily();
  }

  private static JsonObject cluster(Place place) {
    String self = place.members().get(place.number() - 1);
    return new JsonObject()
        .put("enabled", true)
        .put("name", place.cluster())
        .put("host", "127.0.0.1")
        .put("port", Integer.parseInt(self.substring(self.indexOf(':') + 1)))
        .put("members", new JsonArray(place.members()));
  }
}
