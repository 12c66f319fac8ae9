package dev.holdfast.tasks.tools;

import dev.holdfast.shared.config.Settings;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Agents;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What can be called.
 *
 * @param specs the agents that are offered as tools, by the tool's name
 * @param servers the agents whose servers offer tools, by the agent's name
 * @param refreshMs milliseconds after which a server is asked again for its tools, 0-86400000
 * @param retryMs milliseconds after which a server that failed is asked again, 0-3600000
 * @param waitMs milliseconds that a list or a call waits for a server that was never heard, 0-60000
 * @param asksMax resources and prompts that a pod asks servers for at once, 1-10000
 * @param askMs milliseconds in which a server must answer such a question, 10-120000
 */
public record ToolsConfig(
    Map<String, ToolSpec> specs,
    Map<String, AgentSpec.Mcp> servers,
    int refreshMs,
    int retryMs,
    int waitMs,
    int asksMax,
    int askMs) {
  public ToolsConfig {
    specs = Map.copyOf(specs);
    servers = Map.copyOf(servers);
  }

  public static ToolsConfig read(Settings settings, Agents agents) {
    Map<String, ToolSpec> specs = new TreeMap<>();
    for (String name : settings.namesUnder("tools")) {
      specs.put(name, ToolSpec.read(settings, name, agents));
    }
    Map<String, AgentSpec.Mcp> servers = new TreeMap<>();
    boolean offered = settings.flag("tasks.tools_of_servers", true);
    agents
        .specs()
        .forEach((name, spec) -> {
          if (offered && spec instanceof AgentSpec.Mcp mcp) {
            servers.put(name, mcp);
          }
        });
    return new ToolsConfig(
        specs,
        servers,
        settings.integer("tasks.tools_refresh_ms", 300_000, 0, 86_400_000),
        settings.integer("tasks.tools_retry_ms", 5_000, 0, 3_600_000),
        settings.integer("tasks.tools_wait_ms", 2_000, 0, 60_000),
        settings.integer("tasks.server_asks_max", 64, 1, 10_000),
        settings.integer("tasks.server_ask_ms", 4_000, 10, 120_000));
  }

  /** The server of an agent that has one. */
  public AgentSpec.Mcp server(String agent) {
    return Objects.requireNonNull(servers.get(agent), agent);
  }
}
