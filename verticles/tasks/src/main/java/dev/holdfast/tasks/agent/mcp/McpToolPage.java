package dev.holdfast.tasks.agent.mcp;

import java.util.List;
import java.util.Optional;

/**
 * Part of the list of tools.
 *
 * @param next where it goes on
 */
record McpToolPage(List<McpTool> tools, Optional<String> next) {
  McpToolPage {
    tools = List.copyOf(tools);
  }
}
