package dev.holdfast.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deploy.cli.api.Api;
import dev.holdfast.deploy.cli.api.Query;
import dev.holdfast.deploy.cli.show.Plain;
import dev.holdfast.deploy.cli.show.Table;
import dev.holdfast.deploy.failure.OperatorFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast sessions}: lists, shows and ends sessions. */
@Command(
    name = "sessions",
    description = "List, show and end sessions.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class SessionsCommand implements Runnable {
  @Override
  public void run() {
    throw OperatorFault.usage("a command is needed: list, get or end; see --help");
  }

  @Command(
      name = "list",
      description = "List sessions, newest first.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void list(
      @Mixin ServerOption server,
      @Mixin PageOption page,
      @Option(names = "--status", description = "Only those that are live or ended.")
          @Nullable String status,
      @Option(names = "--prefix", description = "Only those whose id begins so.")
          @Nullable String prefix,
      @Option(names = "--project", description = "Only those bound to it.")
          @Nullable String project) {
    Query query =
        page.of(new Query("/api/sessions"))
            .with("status", status)
            .with("q", prefix)
            .with("project", project);
    try (Api api = server.open()) {
      JsonNode answer = api.get(query.path());
      Table table = new Table("SESSION", "STATUS", "PROJECT", "LAST ACTIVE", "CREATED");
      for (JsonNode session : answer.path("sessions")) {
        table.row(
            Plain.of(session.path("session_id")),
            Plain.of(session.path("status")),
            Plain.of(session.path("project")),
            Plain.of(session.path("last_active_at")),
            Plain.of(session.path("created_at")));
      }
      server.screen().show(answer, page.ended(table, answer));
    }
  }

  @Command(
      name = "get",
      description = "Show one session.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void get(@Mixin ServerOption server, @Parameters(paramLabel = "SESSION") String sessionId) {
    try (Api api = server.open()) {
      JsonNode session = api.get(new Query("/api/sessions/%s", sessionId).path());
      server.screen().show(session, shown(session));
    }
  }

  @Command(
      name = "end",
      description = "End a session.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void end(
      @Mixin ServerOption server,
      @Parameters(paramLabel = "SESSION") String sessionId,
      @Option(names = "--status", description = "completed, refreshed or abandoned (completed).")
          @Nullable String status,
      @Option(names = "--reason", description = "For people, up to 500 characters.")
          @Nullable String reason) {
    ObjectNode body = Api.object();
    body.put("status", status);
    body.put("reason", reason);
    try (Api api = server.open()) {
      JsonNode session = api.post(new Query("/api/sessions/%s/end", sessionId).path(), body);
      server.screen().show(session, shown(session));
    }
  }

  private static Table shown(JsonNode session) {
    return new Table("SESSION", "STATUS", "EVENTS", "RUNNING", "WAITING", "CONNECTIONS", "END")
        .row(
            Plain.of(session.path("session_id")),
            Plain.of(session.path("status")),
            Plain.of(session.path("last_seq")),
            Plain.of(session.path("running_task")),
            Plain.of(session.path("queue_length")),
            session.has("connections") ? String.valueOf(session.path("connections").size()) : "-",
            Plain.of(session.path("end_status")));
  }
}
