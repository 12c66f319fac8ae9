package dev.holdfast.registry.project;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.message.SessionTool;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The limit of the register, and what the modes allow.
 *
 * @param projectsMax projects of a principal, 1-1000000
 * @param projectTools what a session of mode {@code project} may do
 * @param sentinelTools what a session of mode {@code sentinel} may do
 */
public record ProjectConfig(
    int projectsMax, Set<SessionTool> projectTools, Set<SessionTool> sentinelTools) {
  private static final List<String> ALL = names(EnumSet.allOf(SessionTool.class));
  private static final List<String> WATCHING =
      names(EnumSet.of(SessionTool.SET_PROJECT, SessionTool.QUERY_ENTRIES));

  public ProjectConfig {
    projectTools = Set.copyOf(projectTools);
    sentinelTools = Set.copyOf(sentinelTools);
  }

  public static ProjectConfig read(Settings settings) {
    return new ProjectConfig(
        settings.integer("registry.projects_max", 10_000, 1, 1_000_000),
        tools(settings, "registry.modes.project_tools", ALL),
        tools(settings, "registry.modes.sentinel_tools", WATCHING));
  }

  private static Set<SessionTool> tools(Settings settings, String key, List<String> byDefault) {
    Set<SessionTool> tools = EnumSet.noneOf(SessionTool.class);
    for (String name : settings.list(key, byDefault)) {
      tools.add(
          SessionTool.ofWire(name)
              .orElseThrow(() ->
                  new ConfigException(
                      key + " must hold only " + String.join(", ", ALL) + ": " + name)));
    }
    return tools;
  }

  private static List<String> names(Set<SessionTool> tools) {
    return Arrays.stream(SessionTool.values())
        .filter(tools::contains)
        .map(SessionTool::wire)
        .toList();
  }
}
