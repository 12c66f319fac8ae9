package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Schemas;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What one protocol can do the other can, or a reason is given here. */
class ParityTest {
  /** The operations of the OpenAPI document, each with the op that does the same. */
  private static final Map<String, String> FRAMES =
      Map.ofEntries(
          Map.entry("resolveSession", "hello"),
          Map.entry("getSession", "get_session"),
          Map.entry("listSessions", "list_sessions"),
          Map.entry("endSession", "end_session"),
          Map.entry("sessionAudit", "list_audit"),
          Map.entry("getProject", "get_project"),
          Map.entry("setProject", "set_project"),
          Map.entry("submitTask", "submit_task"),
          Map.entry("getTask", "get_task"),
          Map.entry("listTasks", "list_tasks"),
          Map.entry("cancelTask", "cancel"),
          Map.entry("answerInput", "provide_input"),
          Map.entry("listInputs", "list_inputs"),
          Map.entry("requeueTask", "requeue_task"),
          Map.entry("taskStats", "task_stats"),
          Map.entry("sendMessage", "send_message"),
          Map.entry("listTools", "list_tools"),
          Map.entry("callTool", "call_tool"),
          Map.entry("getQueue", "get_queue"),
          Map.entry("changeQueue", "change_queue"),
          Map.entry("taskUsage", "get_task_usage"),
          Map.entry("sessionUsage", "get_usage"),
          Map.entry("setBudget", "set_budget"),
          Map.entry("usageReport", "report_usage"),
          Map.entry("sessionEvents", "subscribe"),
          Map.entry("sse", "subscribe"),
          Map.entry("sessionWatchers", "watch_presence"),
          Map.entry("taskEvents", "subscribe"),
          Map.entry("registerProject", "register_project"),
          Map.entry("getRegisteredProject", "describe_project"),
          Map.entry("listProjects", "list_projects"),
          Map.entry("changeProject", "change_project"),
          Map.entry("archiveProject", "archive_project"),
          Map.entry("listProjectAudit", "list_project_audit"),
          Map.entry("appendEntries", "append_entries"),
          Map.entry("recentEntries", "read_entries"),
          Map.entry("queryEntries", "query_entries"),
          Map.entry("rotateEntries", "rotate_entries"),
          Map.entry("verifyEntries", "verify_entries"),
          Map.entry("forkSession", "fork_session"),
          Map.entry("listBindings", "list_bindings"),
          Map.entry("rebind", "rebind"),
          Map.entry("getControl", "get_control"),
          Map.entry("takeControl", "take_control"),
          Map.entry("releaseControl", "release_control"));

  /** Those that no frame does, each with the reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry("index", "tells where things are before anything is opened"),
          Map.entry("openapi", "describes HTTP; websocket.schema.json describes the frames"),
          Map.entry("websocket", "opens the socket itself"),
          Map.entry("issueTicket", "a ticket is what opens a socket: who has one open needs none"),
          Map.entry("createKey", "administration: its secrets belong on no connection that lasts"),
          Map.entry("listKeys", "administration"),
          Map.entry("rotateKey", "administration"),
          Map.entry("revokeKey", "administration"),
          Map.entry("describeCluster", "administration of the fleet, of no session"),
          Map.entry("createShare", "its token is a secret and belongs on no connection that lasts"),
          Map.entry("listShares", "administration of who may look"),
          Map.entry("revokeShare", "administration of who may look"));

  private final JsonObject api = Schemas.openApi();
  private final JsonObject frames =
      new JsonObject(Schemas.document("websocket.schema.json")).getJsonObject("$defs");

  @Test
  void every_operation_of_http_has_a_frame_or_a_reason() {
    Set<String> known = new TreeSet<>(FRAMES.keySet());
    known.addAll(EXCEPTIONS.keySet());
    assertThat(operations().keySet()).containsExactlyInAnyOrderElementsOf(known);
    assertThat(EXCEPTIONS.keySet()).doesNotContainAnyElementsOf(FRAMES.keySet());
    assertThat(FrameReader.members().keySet()).containsAll(FRAMES.values());
  }

  @Test
  void a_reply_has_the_members_that_the_response_has() {
    operations()
        .forEach((id, operation) -> {
          String op = FRAMES.getOrDefault(id, "subscribe");
          // A call is answered in steps, of which the last one has its result.
          if (!Set.of("hello", "subscribe", "watch_presence", "end_session", "call_tool")
              .contains(op)) {
            JsonObject reply = frames.getJsonObject("server_" + op + "_res");
            assertThat(reply.getJsonObject("properties").fieldNames())
                .as(op)
                .containsAll(members(operation));
          }
        });
  }

  private Map<String, JsonObject> operations() {
    Map<String, JsonObject> operations = new TreeMap<>();
    JsonObject paths = api.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      JsonObject methods = paths.getJsonObject(path);
      for (String method : methods.fieldNames()) {
        if (!method.equals("parameters")) {
          JsonObject operation = methods.getJsonObject(method);
          operations.put(operation.getString("operationId"), operation);
        }
      }
    }
    return operations;
  }

  private Set<String> members(JsonObject operation) {
    JsonObject responses = operation.getJsonObject("responses");
    String status = responses.containsKey("200") ? "200" : "201";
    JsonObject schema =
        responses
            .getJsonObject(status)
            .getJsonObject("content")
            .getJsonObject("application/json")
            .getJsonObject("schema");
    // Of alternatives the first is what a connection of the owner is shown.
    JsonObject shown =
        schema.containsKey("oneOf") ? schema.getJsonArray("oneOf").getJsonObject(0) : schema;
    String name = shown.getString("$ref").replaceFirst(".*/", "");
    return api.getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject(name)
        .getJsonObject("properties")
        .fieldNames();
  }
}
