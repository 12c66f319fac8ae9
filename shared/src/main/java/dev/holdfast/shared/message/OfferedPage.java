package dev.holdfast.shared.message;

import java.util.List;

/**
 * What the servers of agents offer beside tools; each is one JSON object as text, as the Model
 * Context Protocol lists it. The names of prompts are those under which they are asked for.
 */
public record OfferedPage(List<String> resources, List<String> templates, List<String> prompts) {
  public OfferedPage {
    resources = List.copyOf(resources);
    templates = List.copyOf(templates);
    prompts = List.copyOf(prompts);
  }
}
