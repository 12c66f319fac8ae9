package dev.holdfast.deploy.dev;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deploy.config.ConfigFileJson;
import dev.holdfast.deploy.config.ConfigSources;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration file of one pod of a development run. */
final class PodFileJson {
  private static final String ECHO =
      "echo \"session $HOLDFAST_SESSION_ID, task $HOLDFAST_TASK_ID\";"
          + " echo \"you said: $(cat)\";"
          + " for line in 1 2 3; do sleep 0.2; echo \"line $line\"; done";

  private PodFileJson() {}

  /**
   * What all pods of a run have in common.
   *
   * @param agents the {@code agents} object, as {@link #agents} makes it
   */
  record Common(String postgres, String redis, String cacheSecret, JsonObject agents) {
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
            .put("agents", common.agents());
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

  /** The demonstration agents, and those of the file, which win where the names are the same. */
  static JsonObject agents(Path startedIn, @Nullable Path file) {
    JsonObject agents =
        new JsonObject()
            .put("default", "demo")
            .put("demo", new JsonObject().put("kind", "demo"))
            .put(
                "echo",
                command("Tells the session and the task it was given", "/bin/sh", "-c", ECHO))
            .put(
                "git-log",
                command(
                    "The history of the folder deploy/dev was started in",
                    "git",
                    "-C",
                    startedIn.toString(),
                    "--no-pager",
                    "log",
                    "--stat",
                    "-n",
                    "20"));
    if (file != null) {
      agents.mergeIn(agentsIn(file));
    }
    return agents;
  }

  private static JsonObject command(String description, String... command) {
    return new JsonObject()
        .put("kind", "command")
        .put("description", description)
        .put("format", "text")
        .put("command", new JsonArray(List.of(command)));
  }

  private static JsonObject agentsIn(Path file) {
    String origin = "file " + file;
    String text = ConfigSources.readText(file);
    ObjectNode content = ConfigFileJson.object(text, origin);
    if (content.size() != 1 || !content.path("agents").isObject()) {
      throw new dev.holdfast.shared.config.ConfigException(
          origin + " must hold one object named agents, and nothing else");
    }
    return new JsonObject(content.get("agents").toString());
  }
}
