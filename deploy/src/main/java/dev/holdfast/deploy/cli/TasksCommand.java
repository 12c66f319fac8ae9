package dev.holdfast.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deploy.cli.api.Api;
import dev.holdfast.deploy.cli.api.Query;
import dev.holdfast.deploy.cli.show.Screen;
import dev.holdfast.deploy.cli.show.Table;
import dev.holdfast.deploy.failure.OperatorFault;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast tasks}: submits, shows, lists, cancels and watches tasks. */
@Command(
    name = "tasks",
    description = "Submit, show, list, cancel and watch tasks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class TasksCommand implements Runnable {
  @Override
  public void run() {
    throw OperatorFault.usage(
        "a command is needed: submit, get, list, cancel or watch; see --help");
  }

  @Command(
      name = "submit",
      description = "Submit a task.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int submit(
      @Mixin ServerOption server,
      @Parameters(paramLabel = "TASK", description = "What the agent is to do.") String task,
      @Option(names = "--session", description = "Where; made where it is not there (a new one).")
          @Nullable String sessionId,
      @Option(names = "--agent", description = "Which agent (the default one).")
          @Nullable String agent,
      @Option(names = "--priority", description = "0-9.") @Nullable Integer priority,
      @Option(names = "--max-attempts", description = "1-100 (1).") @Nullable Integer maxAttempts,
      @Option(names = "--key", description = "The same key is the same task (a new one).")
          @Nullable String key,
      @Option(names = "--watch", description = "Stay until it has ended.") boolean watch) {
    ObjectNode body = Api.object().put("task", task);
    body.put("session_id", sessionId);
    body.put("agent", agent);
    body.put("priority", priority);
    body.put("max_attempts", maxAttempts);
    try (Api api = server.open()) {
      Screen screen = server.screen();
      String idempotencyKey = key == null ? UUID.randomUUID().toString() : key;
      JsonNode accepted = api.post("/api/tasks", body, idempotencyKey);
      screen.show(accepted, TaskRows.of(accepted));
      return watch ? new Watch(api, screen).toEnd(accepted.path("task_id").asText()) : 0;
    }
  }

  @Command(
      name = "get",
      description = "Show one task.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void get(@Mixin ServerOption server, @Parameters(paramLabel = "TASK_ID") String taskId) {
    try (Api api = server.open()) {
      JsonNode task = api.get(new Query("/api/tasks/%s", taskId).path());
      server.screen().show(task, TaskRows.of(task));
    }
  }

  @Command(
      name = "list",
      description = "List tasks, newest first.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void list(
      @Mixin ServerOption server,
      @Mixin PageOption page,
      @Option(names = "--session", description = "Only this session's.") @Nullable String sessionId,
      @Option(names = "--status", description = "Only in this state.") @Nullable String status,
      @Option(names = "--active", description = "Only those that have not ended.") boolean active,
      @Option(names = "--dead-letter", description = "Only dead letters.") boolean deadLetter) {
    Query query =
        page.of(new Query("/api/tasks"))
            .with("session_id", sessionId)
            .with("status", status)
            .flag("active", active)
            .flag("dead_letter", deadLetter);
    try (Api api = server.open()) {
      JsonNode answer = api.get(query.path());
      Table table = TaskRows.table();
      answer.path("tasks").forEach(task -> TaskRows.add(table, task));
      server.screen().show(answer, page.ended(table, answer));
    }
  }

  @Command(
      name = "cancel",
      description = "Ask for the end of a task.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void cancel(@Mixin ServerOption server, @Parameters(paramLabel = "TASK_ID") String taskId) {
    try (Api api = server.open()) {
      JsonNode task = api.post(new Query("/api/tasks/%s/cancel", taskId).path(), Api.object());
      server.screen().show(task, TaskRows.of(task));
    }
  }

  @Command(
      name = "watch",
      description = "Follow a task until it has ended; a bar on a terminal.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int watch(@Mixin ServerOption server, @Parameters(paramLabel = "TASK_ID") String taskId) {
    try (Api api = server.open()) {
      return new Watch(api, server.screen()).toEnd(taskId);
    }
  }
}
