package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of what the servers of agents offer beside tools; each is one JSON object as text, as the
 * Model Context Protocol lists it. The names of prompts are those under which they are asked for.
 * Where a server's offer changes between two pages, one may be told twice or not at all.
 *
 * @param next what the next page begins after; null on the last
 */
public record OfferedPage(List<String> items, @Nullable Integer next) {
  public OfferedPage {
    items = List.copyOf(items);
  }
}
