package dev.holdfast.deploy.dev;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deploy.config.ConfigFileJson;
import dev.holdfast.deploy.config.ConfigSources;
import dev.holdfast.shared.config.ConfigException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code agents} and {@code tools} of a run's configuration.
 *
 * @param content the agents as they stand in a configuration file
 * @param tools the tools likewise
 */
record AgentsJson(JsonObject content, JsonObject tools) {
  private static final String ECHO =
      "echo \"session $HOLDFAST_SESSION_ID, task $HOLDFAST_TASK_ID\";"
          + " echo \"you said: $(cat)\";"
          + " for line in 1 2 3; do sleep 0.2; echo \"line $line\"; done";

  private static final String COUNT =
      """
      {"type":"object","properties":{
        "iterations":{"type":"integer","minimum":1,"maximum":1000,"description":"How far to count"},
        "interval_ms":{"type":"integer","minimum":0,"maximum":60000,"description":"Between two"}},
       "required":["iterations"],"additionalProperties":false}
      """;

  /**
   * The demonstration agents and tools, and those of the file, which win where the names are the
   * same.
   */
  static AgentsJson of(Path startedIn, @Nullable Path file) {
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
    JsonObject tools =
        new JsonObject()
            .put("count", tool("demo", "Counts").put("input_schema", new JsonObject(COUNT)))
            .put("echo", tool("echo", "Says again what it was told"));
    if (file != null) {
      JsonObject own = contentOf(file);
      agents.mergeIn(own.getJsonObject("agents"));
      tools.mergeIn(own.getJsonObject("tools", new JsonObject()));
    }
    return new AgentsJson(agents, tools);
  }

  private static JsonObject tool(String agent, String description) {
    return new JsonObject().put("agent", agent).put("description", description);
  }

  private static JsonObject command(String description, String... command) {
    return new JsonObject()
        .put("kind", "command")
        .put("description", description)
        .put("format", "text")
        .put("command", new JsonArray(List.of(command)));
  }

  private static JsonObject contentOf(Path file) {
    String origin = "file " + file;
    String text = ConfigSources.readText(file);
    ObjectNode content = ConfigFileJson.object(text, origin);
    boolean tools = content.path("tools").isObject();
    if (content.size() != (tools ? 2 : 1) || !content.path("agents").isObject()) {
      throw new ConfigException(
          origin + " must hold one object named agents, and nothing else but one named tools");
    }
    return new JsonObject(content.toString());
  }

  /** The names of those that workers run, in order. */
  List<String> ofWorkers() {
    return content.fieldNames().stream()
        .filter(name ->
            content.getValue(name) instanceof JsonObject agent
                && "worker".equals(agent.getValue("kind")))
        .sorted()
        .toList();
  }

  /** The names in order, the default one marked. */
  List<String> names() {
    String byDefault = content.getString("default");
    return content.fieldNames().stream()
        .filter(name -> !name.equals("default"))
        .sorted()
        .map(name -> name.equals(byDefault) ? name + " (default)" : name)
        .toList();
  }
}
