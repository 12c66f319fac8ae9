package dev.holdfast.tasks.tools;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Suggestion;
import dev.holdfast.shared.message.TaskSupport;
import dev.holdfast.shared.message.Tool;
import dev.holdfast.shared.message.ToolTraits;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Agents;
import java.util.regex.Pattern;

/**
 * An agent that the operator offers as a tool, under {@code tools.<name>}.
 *
 * @param plain whether the call's one argument {@code task} is what the agent is given; else it is
 *     given all arguments as a JSON object
 */
record ToolSpec(Tool tool, boolean plain) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  static ToolSpec read(Settings settings, String name, Agents agents) {
    String prefix = "tools." + name + ".";
    if (!NAME.matcher(name).matches()) {
      throw new ConfigException(
          "tools." + name + ": a name must be 1-64 characters of A-Z a-z 0-9 - _");
    }
    String agent = settings.required(prefix + "agent");
    AgentSpec spec = agents.specs().get(agent);
    if (spec == null) {
      throw new ConfigException(
          prefix
              + "agent names no agent: "
              + agent
              + "; "
              + Suggestion.of(agent, agents.specs().keySet()));
    }
    if (spec instanceof AgentSpec.Mcp mcp && mcp.byDefault().isEmpty()) {
      throw new ConfigException(
          prefix + "agent must have a tool of its own (agents." + agent + ".tool): " + agent);
    }
    String description = settings.text(prefix + "description", "");
    String schema = settings.textOrNull(prefix + "input_schema");
    ToolTraits traits =
        new ToolTraits(
            support(settings, prefix + "task_support"),
            settings.flag(prefix + "asks_first", false));
    if (schema == null) {
      return new ToolSpec(new Tool(name, description, agent, ArgumentsCodec.PLAIN, traits), true);
    }
    return new ToolSpec(
        new Tool(name, description, agent, usable(prefix + "input_schema", schema), traits), false);
  }

  private static TaskSupport support(Settings settings, String key) {
    String wire = settings.text(key, TaskSupport.OPTIONAL.wire());
    return TaskSupport.ofWire(wire)
        .orElseThrow(
            () -> new ConfigException(key + " must be optional, forbidden or required: " + wire));
  }

  private static String usable(String key, String schema) {
    ArgumentsCodec.problemOfSchema(schema)
        .ifPresent(problem -> {
          throw new ConfigException(key + " is not a JSON Schema: " + problem);
        });
    return schema;
  }
}
