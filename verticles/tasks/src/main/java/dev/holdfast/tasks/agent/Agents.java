package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Suggestion;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The agents and presets that the operator configured.
 *
 * @param byDefault the agent of a task that names none
 * @param concurrencyMax attempts of an agent at once on all pods together; 0 means any number
 */
public record Agents(
    Map<String, AgentSpec> specs,
    String byDefault,
    List<String> agentPresets,
    List<String> toolPresets,
    Map<String, Integer> concurrencyMax) {
  public Agents {
    specs = Map.copyOf(specs);
    agentPresets = List.copyOf(agentPresets);
    toolPresets = List.copyOf(toolPresets);
    concurrencyMax = Map.copyOf(concurrencyMax);
    if (!specs.containsKey(byDefault)) {
      throw new ConfigException(
          "agents.default names no agent: "
              + byDefault
              + "; "
              + Suggestion.of(byDefault, specs.keySet()));
    }
  }

  /**
   * Reads everything under {@code agents} and {@code presets}; without any agent there is the demo
   * agent.
   */
  public static Agents read(Settings settings) {
    Map<String, AgentSpec> specs = new TreeMap<>();
    Map<String, Integer> concurrencyMax = new TreeMap<>();
    for (String name : settings.namesUnder("agents")) {
      if (!name.equals("default")) {
        specs.put(name, AgentSpec.read(settings, name));
        concurrencyMax.put(
            name, settings.integer("agents." + name + ".concurrency_max", 0, 0, 1_000_000));
      }
    }
    if (specs.isEmpty()) {
      specs.put("demo", new AgentSpec.Demo("counts, for a first try"));
    }
    return new Agents(
        specs,
        settings.text("agents.default", specs.containsKey("demo") ? "demo" : first(specs)),
        settings.list("presets.agent", List.of("default")),
        settings.list("presets.tool", List.of("default")),
        concurrencyMax);
  }

  /** The name to use: the given one where it is known, the default where none is given. */
  public String require(@Nullable String name) {
    if (name == null) {
      return byDefault;
    }
    if (!specs.containsKey(name)) {
      throw new Fault(
          ErrorCode.UNKNOWN_AGENT,
          "agent "
              + name
              + " is not configured; known: "
              + names(specs.keySet().stream().toList()));
    }
    return name;
  }

  /** Refuses presets that are not configured. */
  public void requirePresets(@Nullable String agentPreset, @Nullable String toolPreset) {
    requirePreset("agent_preset", agentPreset, agentPresets);
    requirePreset("tool_preset", toolPreset, toolPresets);
  }

  private static void requirePreset(String field, @Nullable String name, List<String> known) {
    if (name != null && !known.contains(name)) {
      throw new Fault(
          ErrorCode.UNKNOWN_PRESET,
          field + " " + name + " is not configured; known: " + names(known));
    }
  }

  private static String names(List<String> known) {
    return known.isEmpty() ? "none" : String.join(", ", known.stream().sorted().toList());
  }

  private static String first(Map<String, AgentSpec> specs) {
    return specs.keySet().iterator().next();
  }
}
