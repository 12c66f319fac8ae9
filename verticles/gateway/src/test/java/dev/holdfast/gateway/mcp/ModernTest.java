package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.TaskStatus;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModernTest {
  private static final JsonObject NONE = new JsonObject();
  private static final JsonObject TASKS =
      new JsonObject()
          .put("extensions", new JsonObject().put("io.modelcontextprotocol/tasks", NONE));

  private final Stage stage = Stage.with();
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);
  private final Mcp bob = new Mcp(stage.port(), Others.BOB_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void the_server_tells_what_it_can_do_without_a_session() {
    JsonObject result = ada.modern("server/discover", NONE, NONE).result();
    assertThat(result.getString("resultType")).isEqualTo("complete");
    assertThat(result.getJsonArray("supportedVersions")).containsExactly(Mcp.MODERN);
    assertThat(result.getJsonObject("capabilities").fieldNames())
        .containsExactlyInAnyOrder("tools", "extensions", "resources", "prompts", "completions");
    assertThat(result.getJsonObject("_meta").getJsonObject("io.modelcontextprotocol/serverInfo"))
        .isNotNull();
    assertThat(result.getString("cacheScope")).isEqualTo("private");
    assertThat(result.getInteger("ttlMs")).isPositive();
  }

  @Test
  void a_request_says_its_version_and_what_its_client_can_do() {
    Reply without =
        ada.send(
            "POST",
            Mcp.message("server/discover", NONE).encode(),
            "MCP-Protocol-Version",
            Mcp.MODERN,
            "Mcp-Method",
            "server/discover");
    assertThat(without.status()).isEqualTo(400);
    assertThat(without.error()).isEqualTo(-32602);
    JsonObject meta = Mcp.meta(NONE).put("io.modelcontextprotocol/protocolVersion", "v999.0.0");
    Reply unknown = discover(meta, "v999.0.0", "server/discover");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.error()).isEqualTo(-32022);
    JsonObject data = unknown.json().getJsonObject("error").getJsonObject("data");
    assertThat(data.getJsonArray("supported")).containsExactly(Mcp.MODERN);
    assertThat(data.getString("requested")).isEqualTo("v999.0.0");
  }

  @Test
  void headers_that_say_something_else_than_the_body_are_refused() {
    JsonObject meta = Mcp.meta(NONE);
    for (Reply refused :
        List.of(
            discover(meta, "2025-11-25", "server/discover"),
            discover(meta, Mcp.MODERN, "tools/list"),
            discover(meta, Mcp.MODERN, "SERVER/DISCOVER"),
            called("wrong"),
            called("=?base64?bm90IGl0?="),
            called("=?base64?!?="))) {
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.error()).isEqualTo(-32020);
      assertThat(refused.json().getInteger("id")).isEqualTo(1);
    }
    assertThat(called("  open_session  ").status()).isEqualTo(200);
    assertThat(called("=?base64?b3Blbl9zZXNzaW9u?=").status()).isEqualTo(200);
  }

  @Test
  void headers_that_a_tool_wants_say_what_its_arguments_say() {
    assertThat(searched("cats", "Mcp-Param-Query", "cats").status()).isEqualTo(200);
    assertThat(searched("cats", "mcp-param-query", "=?base64?Y2F0cw==?=").status()).isEqualTo(200);
    for (Reply refused :
        List.of(
            searched("cats"),
            searched("cats", "Mcp-Param-Query", "dogs"),
            searched("cats", "Mcp-Param-Query", "=?base64?Y2F0cw?="),
            searched("cats", "Mcp-Param-Query", "=?base64?Y2F!cw==?="))) {
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.error()).isEqualTo(-32020);
    }
  }

  private Reply searched(String query, String... header) {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "MCP-Protocol-Version",
                Mcp.MODERN,
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "web.search"));
    headers.addAll(List.of(header));
    JsonObject params =
        new JsonObject()
            .put("name", "web.search")
            .put("arguments", new JsonObject().put("q", query))
            .put("_meta", Mcp.meta(TASKS));
    return ada.send(
        "POST", Mcp.message("tools/call", params).encode(), headers.toArray(String[]::new));
  }

  @Test
  void methods_of_the_other_era_are_unknown() {
    for (String method :
        List.of("initialize", "ping", "logging/setLevel", "resources/subscribe", "no/method")) {
      Reply refused = ada.modern(method, NONE, NONE);
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.error()).isEqualTo(-32601);
    }
    assertThat(ada.send("GET", null, "MCP-Protocol-Version", Mcp.MODERN).status()).isEqualTo(405);
  }

  @Test
  void the_session_is_an_argument_that_is_authorised_on_each_call() {
    Reply missing = ada.modernCall("get_project", NONE, NONE);
    assertThat(missing.text()).contains("session_id").contains("open_session");
    String session =
        ada.modernCall("open_session", NONE, NONE).structured().getString("session_id");
    JsonObject handle = new JsonObject().put("session_id", session);
    ada.modernCall("set_project", handle.copy().put("project", "alpha"), NONE);
    assertThat(ada.modernCall("get_project", handle, NONE).structured().getString("project"))
        .isEqualTo("alpha");
    Reply foreign = bob.modernCall("get_project", handle, NONE);
    assertThat(foreign.result().getBoolean("isError")).isTrue();
    assertThat(foreign.text()).contains("unknown_session");
  }

  @Test
  void lists_require_the_handle_only_where_there_is_no_session() {
    JsonObject modern = tool(ada.modern("tools/list", NONE, NONE), "get_project");
    assertThat(modern.getJsonObject("inputSchema").getJsonArray("required")).contains("session_id");
    String session = ada.initialize("2025-11-25", NONE);
    JsonObject legacy = tool(ada.ask(session, "tools/list", NONE), "get_project");
    assertThat(legacy.getJsonObject("inputSchema").getJsonArray("required")).isNull();
    assertThat(tool(ada.modern("tools/list", NONE, NONE), "count").getJsonObject("inputSchema"))
        .isNotNull();
  }

  @Test
  void durable_work_is_a_task_where_the_client_knows_tasks() {
    Reply created = ada.modernCall("count", NONE, TASKS);
    assertThat(created.result().getString("resultType")).isEqualTo("task");
    assertThat(created.result().getString("status")).isEqualTo("working");
    assertThat(created.result().containsKey("ttlMs")).isTrue();
    String id = created.result().getString("taskId");
    JsonObject named = new JsonObject().put("taskId", id);
    assertThat(ada.modern("tasks/get", named, TASKS).result().getString("status"))
        .isEqualTo("working");
    stage.others.tasks.become(id, TaskStatus.COMPLETED, "{\"sum\":3}", 4);
    JsonObject done = ada.modern("tasks/get", named, TASKS).result();
    assertThat(done.getString("resultType")).isEqualTo("complete");
    assertThat(done.getString("status")).isEqualTo("completed");
    assertThat(done.getJsonObject("result").getJsonArray("content")).hasSize(1);
    JsonObject ack = ada.modern("tasks/cancel", named, TASKS).result();
    assertThat(ack).isEqualTo(new JsonObject().put("resultType", "complete"));
    assertThat(bob.modern("tasks/get", named, TASKS).error()).isEqualTo(-32602);
    Reply unable = ada.modern("tasks/get", named, NONE);
    assertThat(unable.status()).isEqualTo(400);
    assertThat(unable.error()).isEqualTo(-32021);
    assertThat(ada.modern("tasks/list", NONE, TASKS).error()).isEqualTo(-32601);
  }

  @Test
  void row_48_a_task_that_waits_for_an_answer_is_answered_by_an_update() {
    String id = ada.modernCall("count", NONE, TASKS).result().getString("taskId");
    JsonObject named = new JsonObject().put("taskId", id);
    stage.others.queue.ask(id);
    JsonObject waiting = ada.modern("tasks/get", named, TASKS).result();
    assertThat(waiting.getString("status")).isEqualTo("input_required");
    String input = waiting.getJsonObject("inputRequests").fieldNames().iterator().next();
    JsonObject answer =
        new JsonObject()
            .put("action", "accept")
            .put("content", new JsonObject().put("answer", "yes"));
    ada.modern(
        "tasks/update",
        named.copy().put("inputResponses", new JsonObject().put("other", answer)),
        TASKS);
    assertThat(ada.modern("tasks/get", named, TASKS).result().getString("status"))
        .isEqualTo("input_required");
    JsonObject ack =
        ada.modern(
                "tasks/update",
                named.copy().put("inputResponses", new JsonObject().put(input, answer)),
                TASKS)
            .result();
    assertThat(ack).isEqualTo(new JsonObject().put("resultType", "complete"));
    assertThat(ada.modern("tasks/get", named, TASKS).result().getString("status"))
        .isEqualTo("working");
  }

  @Test
  void what_the_service_is_at_fault_for_is_no_result_of_a_call() {
    for (ErrorCode code :
        List.of(ErrorCode.STORE_UNAVAILABLE, ErrorCode.OVERLOADED, ErrorCode.SHUTTING_DOWN)) {
      stage.others.failing(Addresses.SUBMIT_TASK, new Fault(code, "not now"));
      stage.others.failing(Addresses.RESOLVE_SESSION, new Fault(code, "not now"));
      for (String tool : List.of("count", "open_session")) {
        Reply refused = ada.modernCall(tool, NONE, TASKS);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.error()).isEqualTo(-32603);
      }
      stage.others.failing(Addresses.RESOLVE_SESSION, null);
      assertThat(ada.modernCall("count", NONE, TASKS).status()).isEqualTo(503);
    }
  }

  private Reply discover(JsonObject meta, String version, String method) {
    return ada.send(
        "POST",
        Mcp.message("server/discover", new JsonObject().put("_meta", meta)).encode(),
        "MCP-Protocol-Version",
        version,
        "Mcp-Method",
        method);
  }

  private Reply called(String name) {
    return ada.send(
        "POST",
        Mcp.message(
                "tools/call",
                new JsonObject().put("name", "open_session").put("_meta", Mcp.meta(NONE)))
            .encode(),
        "MCP-Protocol-Version",
        Mcp.MODERN,
        "Mcp-Method",
        "tools/call",
        "Mcp-Name",
        name);
  }

  private static JsonObject tool(Reply list, String name) {
    return list.result().getJsonArray("tools").stream()
        .map(each -> (JsonObject) each)
        .filter(each -> name.equals(each.getString("name")))
        .findFirst()
        .orElseThrow();
  }
}
