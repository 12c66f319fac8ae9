package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of the list of tools.
 *
 * @param next the name after which the next page begins; null on the last page
 * @param pending agents whose tools are not known yet, because their server did not answer so far
 */
public record ToolPage(List<Tool> tools, @Nullable String next, List<String> pending) {
  public ToolPage {
    tools = List.copyOf(tools);
    pending = List.copyOf(pending);
  }
}
