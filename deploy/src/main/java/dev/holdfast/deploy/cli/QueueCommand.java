package dev.holdfast.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deploy.cli.api.Api;
import dev.holdfast.deploy.cli.api.Query;
import dev.holdfast.deploy.cli.show.Plain;
import dev.holdfast.deploy.cli.show.Table;
import dev.holdfast.deploy.failure.OperatorFault;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast queue}: shows and changes what a session has to do. */
@Command(
    name = "queue",
    description = "Show, hold, release and reorder the queue of a session.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class QueueCommand implements Runnable {
  @Override
  public void run() {
    throw OperatorFault.usage("a command is needed: show, hold, release or reorder; see --help");
  }

  @Command(name = "show", description = "Show it, head first.", mixinStandardHelpOptions = true)
  void show(@Mixin ServerOption server, @Parameters(paramLabel = "SESSION") String sessionId) {
    try (Api api = server.open()) {
      JsonNode queue = api.get(path(sessionId));
      server.screen().show(queue, shown(queue));
    }
  }

  @Command(
      name = "hold",
      description = "Begin nothing more until it is released.",
      mixinStandardHelpOptions = true)
  void hold(@Mixin ServerOption server, @Parameters(paramLabel = "SESSION") String sessionId) {
    change(server, sessionId, Api.object().put("act", "hold"));
  }

  @Command(name = "release", description = "Let it go on.", mixinStandardHelpOptions = true)
  void release(@Mixin ServerOption server, @Parameters(paramLabel = "SESSION") String sessionId) {
    change(server, sessionId, Api.object().put("act", "release"));
  }

  @Command(
      name = "reorder",
      description = "Put waiting tasks first, in this order.",
      mixinStandardHelpOptions = true)
  void reorder(
      @Mixin ServerOption server,
      @Parameters(paramLabel = "SESSION") String sessionId,
      @Parameters(paramLabel = "TASK_ID", arity = "1..*") List<String> tasks) {
    ObjectNode change = Api.object().put("act", "reorder");
    tasks.forEach(change.putArray("tasks")::add);
    change(server, sessionId, change);
  }

  private static void change(ServerOption server, String sessionId, ObjectNode change) {
    try (Api api = server.open()) {
      JsonNode queue = api.post(path(sessionId), change);
      server.screen().show(queue, shown(queue));
    }
  }

  private static String path(String sessionId) {
    return new Query("/api/sessions/%s/queue", sessionId).path();
  }

  private static Table shown(JsonNode queue) {
    Table table = new Table("TASK", "STATUS", "HELD", "NOT BEFORE", "WAITS FOR");
    for (JsonNode task : queue.path("tasks")) {
      table.row(
          Plain.of(task.path("task_id")),
          Plain.of(task.path("status")),
          task.path("held").asBoolean() ? "held" : "-",
          Plain.of(task.path("not_before")),
          task.path("waiting_for").isEmpty() ? "-" : Plain.of(task.path("waiting_for")));
    }
    if (queue.path("held").asBoolean()) {
      table.last("held: nothing begins until it is released");
    }
    if (!queue.path("waits_for").isNull()) {
      table.last("waits for room: " + Plain.of(queue.path("waits_for")));
    }
    return queue.path("more").asBoolean() ? table.last("there are more") : table;
  }
}
