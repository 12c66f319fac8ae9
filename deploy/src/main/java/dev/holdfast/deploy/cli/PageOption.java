package dev.holdfast.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.deploy.cli.api.Query;
import dev.holdfast.deploy.cli.show.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a list. */
final class PageOption {
  @Option(names = "--limit", defaultValue = "50", description = "At most so many, 1-200 (50).")
  private int limit = 50;

  @Option(names = "--before", description = "What the page before ended with.")
  private @Nullable Long before;

  Query of(Query query) {
    return query.with("limit", limit).with("before", before);
  }

  /** With a last row that says how to go on, where there is more. */
  Table ended(Table table, JsonNode page) {
    return page.path("next").isNumber()
        ? table.last("more: --before " + page.path("next").asLong())
        : table;
  }
}
