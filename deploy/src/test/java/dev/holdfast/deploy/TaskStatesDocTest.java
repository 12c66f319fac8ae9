package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTransition;
import dev.holdfast.shared.message.TerminationReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/task-states.md is what the table in the code says. With {@code -Ddocs.write=true} it is
 * written anew instead.
 */
final class TaskStatesDocTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "task-states.md");

  @Test
  void row_40_the_page_about_states_is_the_table_in_the_code() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(DOCUMENT, page());
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(page());
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # States of a task

            Written from `TaskTransition`; a test compares, and writes it anew when it is run with `-Ddocs.write=true`. The database refuses every
            other step. What the states and reasons mean: [tasks.md](tasks.md#states).

            ```mermaid
            stateDiagram-v2
            """);
    for (TaskTransition each : TaskTransition.TABLE) {
      page.append("  ")
          .append(each.from() == null ? "[*]" : each.from().wire())
          .append(" --> ")
          .append(each.to().wire())
          .append(" : ")
          .append(each.event().wire())
          .append('\n');
    }
    for (TaskStatus status : TaskStatus.values()) {
      if (status.terminal()) {
        page.append("  ").append(status.wire()).append(" --> [*]\n");
      }
    }
    page.append(
        "```\n\n| from | to | event | when | `termination_reason` |\n|---|---|---|---|---|\n");
    for (TaskTransition each : TaskTransition.TABLE) {
      page.append("| ")
          .append(each.from() == null ? "" : "`" + each.from().wire() + "` ")
          .append("| `")
          .append(each.to().wire())
          .append("` | `")
          .append(each.event().wire())
          .append("` | ")
          .append(each.when())
          .append(" | ")
          .append(
              each.reasons().stream()
                  .map(TerminationReason::wire)
                  .map(reason -> "`" + reason + "`")
                  .collect(Collectors.joining(", ")))
          .append(each.reasons().isEmpty() ? "|\n" : " |\n");
    }
    return page.toString();
  }
}
