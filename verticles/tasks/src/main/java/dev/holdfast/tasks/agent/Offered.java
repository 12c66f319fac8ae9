package dev.holdfast.tasks.agent;

import java.util.List;

/** All that an agent's server offers, as far as the operator lets it. */
public record Offered(
    List<OfferedTool> tools,
    List<OfferedItem> resources,
    List<OfferedItem> templates,
    List<OfferedItem> prompts) {
  public Offered {
    tools = List.copyOf(tools);
    resources = List.copyOf(resources);
    templates = List.copyOf(templates);
    prompts = List.copyOf(prompts);
  }
}
