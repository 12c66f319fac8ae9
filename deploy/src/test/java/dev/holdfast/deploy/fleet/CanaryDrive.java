package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.fleet.CanaryAnswers.Heard;
import dev.holdfast.deploy.fleet.CanaryAnswers.Who;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Brings every canary to two pods, by every protocol, where it is right and where it is wrong. */
final class CanaryDrive {
  private static final String ECHO = "echo";
  private static final String FAIL = "fail";

  private final Map<Canary, String> values = new EnumMap<>(Canary.class);
  private final CanaryAnswers answers = new CanaryAnswers();
  private final List<String> commandLines = new ArrayList<>();
  private final Fleet fleet;
  private final PodProcess one;
  private final PodProcess two;

  CanaryDrive(Fleet fleet, List<PodProcess> pods, String signedToken) {
    this.fleet = fleet;
    this.one = pods.getFirst();
    this.two = pods.getLast();
    for (Canary canary : Canary.values()) {
      values.put(canary, canary.made());
    }
    values.put(Canary.SIGNED_TOKEN, signedToken);
    values.put(
        Canary.INVENTED_SIGNED_TOKEN,
        signedToken.substring(0, 40) + "x" + signedToken.substring(41));
    values.put(
        Canary.INVENTED_KEY, "hf_" + "i".repeat(20) + Canary.INVENTED_KEY.made().substring(0, 23));
    values.put(Canary.STABLE_KEY_ROOT, "/srv/" + Canary.STABLE_KEY_ROOT.made());
    values.put(Canary.AGENT_OUTPUT, Canary.TASK_TEXT.made().replace("canary", "shouted"));
    values.put(Canary.AGENT_ERROR_OUTPUT, Canary.TASK_TEXT.made().replace("canary", "wept"));
  }

  /** Agents and tools that say what they were given in other words, so that both are told apart. */
  static void configure(Fleet fleet) {
    fleet
        .command(ECHO, "/bin/sh", "-c", "sed s/canary/shouted/; echo; sleep 600")
        .command(FAIL, "/bin/sh", "-c", "sed s/canary/wept/ >&2; echo >&2; exit 3")
        .command("cat", "/bin/cat")
        .set("agents.cat.env.SECRET", Canary.OPERATOR_AGENT_VARIABLE.made())
        .set("agents.served.kind", "worker")
        .set("tools.cat.agent", "cat")
        .set("tools.cat.input_schema", "{\"type\":\"object\"}");
  }

  String value(Canary canary) {
    String value = values.get(canary);
    if (value == null) {
      throw new IllegalStateException(canary + " has no value yet");
    }
    return value;
  }

  CanaryAnswers answers() {
    return answers;
  }

  /** The command lines of the pods and what they started, while an agent was at work. */
  List<String> commandLines() {
    return List.copyOf(commandLines);
  }

  void everything() {
    keys();
    sessions();
    tasks();
    sockets();
    modelContextProtocol();
    new CanaryFaults(this, fleet, one, two).everything();
  }

  private void keys() {
    String[] root = bearer(fleet.token("acme", "root", "admin"));
    values.put(Canary.API_KEY, made(root).getString("secret"));
    JsonObject revoked = made(root);
    values.put(Canary.REVOKED_KEY, revoked.getString("secret"));
    String[] gone = bearer(value(Canary.REVOKED_KEY));
    assertThat(answers.ask(Who.OWNER, two, "GET", "/api/tasks", "", gone).status()).isEqualTo(200);
    answers.ask(
        Who.OWNER, one, "DELETE", "/api/admin/keys/" + revoked.getString("key_id"), "", root);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> answers.ask(Who.OWNER, two, "GET", "/api/tasks", "", gone).status() == 401);
    values.put(
        Canary.WORKER_KEY,
        Command.run(
                fleet,
                "keys",
                "create",
                "--tenant",
                "acme",
                "--principal",
                "ann",
                "--scope",
                "worker",
                "--agents",
                "served")
            .after("secret"));
    String[] signed = bearer(value(Canary.SIGNED_TOKEN));
    assertThat(answers.ask(Who.OWNER, one, "GET", "/api/tasks", "", signed).status())
        .isEqualTo(200);
    for (Canary wrong : List.of(Canary.INVENTED_KEY, Canary.INVENTED_SIGNED_TOKEN)) {
      assertThat(
              answers.ask(Who.OTHER, one, "GET", "/api/tasks", "", bearer(value(wrong))).status())
          .isEqualTo(401);
    }
    assertThat(own("GET", "/api/tasks", "").status()).isEqualTo(200);
    assertThat(
            answers
                .ask(Who.OTHER, one, "GET", "/api/tasks", "", bearer(value(Canary.WORKER_KEY)))
                .status())
        .isEqualTo(403);
  }

  private JsonObject made(String... root) {
    JsonObject wanted =
        new JsonObject().put("principal", "ann").put("label", value(Canary.KEY_LABEL));
    return answers.ask(Who.OWNER, one, "POST", "/api/admin/keys", wanted.encode(), root).json();
  }

  private void sessions() {
    JsonObject session = session();
    String[] way = {"X-Transport-Id", value(Canary.TRANSPORT_ID)};
    assertThat(own("POST", "/api/sessions", session.encode(), way).status()).isEqualTo(201);
    JsonObject stable =
        new JsonObject().put("agent", "claude").put("repo_root", value(Canary.STABLE_KEY_ROOT));
    assertThat(
            own("POST", "/api/sessions", new JsonObject().put("stable_key", stable).encode())
                .status())
        .isEqualTo(201);
    JsonObject move =
        new JsonObject()
            .put("kind", "http")
            .put("transport_id", value(Canary.TRANSPORT_ID))
            .put("session_id", value(Canary.SESSION_ID))
            .put("expected_session_id", "another-one");
    assertThat(own("POST", "/api/bindings/rebind", move.encode()).status()).isEqualTo(409);
    JsonObject project = new JsonObject().put("project", value(Canary.PROJECT));
    assertThat(own("PUT", path("/project"), project.encode()).status()).isEqualTo(200);
    JsonObject entry = new JsonObject().put("message", value(Canary.ENTRY_TEXT));
    String[] once = {"Idempotency-Key", value(Canary.IDEMPOTENCY_KEY)};
    assertThat(own("POST", path("/entries"), entry.encode(), once).status()).isEqualTo(201);
    entry.put("message", "another");
    assertThat(own("POST", path("/entries"), entry.encode(), once).status()).isEqualTo(409);
    JsonObject label = new JsonObject().put("label", value(Canary.SHARE_LABEL));
    values.put(
        Canary.SHARE_TOKEN, own("POST", path("/shares"), label.encode()).json().getString("token"));
    String[] shared = bearer(value(Canary.SHARE_TOKEN));
    assertThat(answers.ask(Who.OWNER, two, "GET", path(""), "", shared).status()).isEqualTo(200);
    assertThat(answers.ask(Who.OWNER, two, "POST", path("/end"), "{}", shared).status())
        .isEqualTo(403);
    own("POST", "/api/sessions", "{\"session_id\":\"short-lived\"}");
    JsonObject end =
        new JsonObject().put("status", "abandoned").put("reason", value(Canary.END_REASON));
    assertThat(own("POST", "/api/sessions/short-lived/end", end.encode()).status()).isEqualTo(200);
    assertThat(
            own("POST", "/api/tasks", "{\"session_id\":\"short-lived\",\"task\":\"x\"}").status())
        .isEqualTo(410);
  }

  private void tasks() {
    JsonObject task = session().put("task", value(Canary.TASK_TEXT)).put("agent", ECHO);
    String[] once = {"Idempotency-Key", value(Canary.IDEMPOTENCY_KEY)};
    Heard accepted = own("POST", "/api/tasks", task.encode(), once);
    assertThat(accepted.status()).isEqualTo(201);
    String id = accepted.json().getString("task_id");
    assertThat(own("POST", "/api/tasks", task.put("agent", FAIL).encode(), once).status())
        .isEqualTo(409);
    Client ann = new Client(value(Canary.API_KEY));
    try (SseWatcher watcher = SseWatcher.open(ann, two, path("/events"))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> watcher.events().toString().contains(value(Canary.AGENT_OUTPUT)));
    }
    Stream.of(one, two).forEach(pod -> commandLines.addAll(Processes.commandLines(pod.pid())));
    JsonObject text = new JsonObject().put("text", value(Canary.OWNER_MESSAGE));
    assertThat(own("POST", "/api/tasks/" + id + "/messages", text.encode()).status())
        .isEqualTo(409);
    own("POST", "/api/tasks/" + id + "/cancel", "{}");
    ann.awaitEnd(one, id);
    String failing = own("POST", "/api/tasks", task.encode()).json().getString("task_id");
    assertThat(ann.awaitEnd(two, failing).encode()).contains("agent_error");
    JsonObject call =
        session().put("arguments", new JsonObject().put("text", value(Canary.TOOL_ARGUMENT)));
    String called = own("POST", "/api/tools/cat", call.encode()).json().getString("task_id");
    assertThat(ann.awaitEnd(two, called).encode()).contains("completed");
  }

  private void sockets() {
    values.put(Canary.TICKET, own("POST", "/api/tickets", "").json().getString("ticket"));
    JsonObject hello = session().put("transport_id", value(Canary.SOCKET_TRANSPORT_ID));
    JsonObject byTicket = hello.copy().put("ticket", value(Canary.TICKET));
    try (WsClient socket = WsClient.hello(two, byTicket)) {
      socket.request(op("get_task").put("task_id", value(Canary.URL_PATH)));
      socket.request(op("subscribe").put("after", 0));
      socket.request(op("submit_task").put("task", value(Canary.TASK_TEXT)).put("agent", "none"));
      socket.request(op("set_project").put(value(Canary.MISSPELT_NAME), 1));
      socket.request(op("rotate_token").put("token", value(Canary.INVENTED_KEY)));
      socket.send(op(value(Canary.MISSPELT_NAME)).put("request_id", value(Canary.REQUEST_ID)));
      socket.await(frame -> value(Canary.REQUEST_ID).equals(frame.getValue("request_id")));
      answers.note(Who.OWNER, socket);
    }
    refused(byTicket);
    refused(hello.copy().put("token", value(Canary.INVENTED_KEY)));
    refused(hello.copy().put("token", value(Canary.REVOKED_KEY)));
    refused(hello.copy().put("token", value(Canary.SHARE_TOKEN)));
    JsonObject worker =
        new JsonObject()
            .put("op", "worker_hello")
            .put("agents", List.of("served"))
            .put("token", value(Canary.WORKER_KEY));
    try (WsClient socket = WsClient.connect(one)) {
      socket.send(worker);
      socket.await(frame -> "worker_welcome".equals(frame.getString("op")));
      socket.request(op("list_tasks"));
      answers.note(Who.OWNER, socket);
    }
  }

  private void refused(JsonObject hello) {
    try (WsClient socket = WsClient.connect(one)) {
      socket.send(hello.copy().put("op", "hello"));
      socket.awaitClose();
      answers.note(Who.OTHER, socket);
    }
  }

  private void modelContextProtocol() {
    String[] accepts = {"Accept", "application/json, text/event-stream"};
    JsonObject initialize =
        rpc("initialize")
            .put(
                "params",
                new JsonObject()
                    .put("protocolVersion", "2025-11-25")
                    .put("capabilities", new JsonObject())
                    .put("clientInfo", new JsonObject().put("name", "c").put("version", "1")));
    Heard made = own("POST", "/mcp", initialize.encode(), accepts);
    assertThat(made.mcpSession()).isNotEmpty();
    values.put(Canary.MCP_SESSION_ID, made.mcpSession());
    JsonObject call =
        rpc("tools/call")
            .put(
                "params", new JsonObject().put("name", "open_session").put("arguments", session()));
    for (Canary session : List.of(Canary.MCP_SESSION_ID, Canary.INVENTED_MCP_SESSION_ID)) {
      String[] headers = {accepts[0], accepts[1], "Mcp-Session-Id", value(session)};
      own("POST", "/mcp", call.encode(), headers);
      own("POST", "/mcp", "{" + value(Canary.BODY), headers);
      own(
          "GET",
          "/mcp",
          "",
          "Accept",
          "text/event-stream",
          "Last-Event-ID",
          value(Canary.HEADER),
          "Mcp-Session-Id",
          value(session));
    }
    String[] modern = {
      accepts[0],
      accepts[1],
      "MCP-Protocol-Version",
      "2026-07-28",
      "Mcp-Method",
      value(Canary.HEADER)
    };
    own("POST", "/mcp", call.encode(), modern);
    own("DELETE", "/mcp", "", "Mcp-Session-Id", value(Canary.MCP_SESSION_ID));
  }

  /** A request of Ann's. */
  Heard own(String method, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(bearer(value(Canary.API_KEY))));
    all.addAll(
        List.of(
            "User-Agent", value(Canary.USER_AGENT),
            "Cookie", "session=" + value(Canary.COOKIE),
            "X-Canary", value(Canary.HEADER)));
    if (headers.length > 1) {
      all.addAll(List.of(headers));
    }
    return answers.ask(Who.OWNER, one, method, path, body, all.toArray(String[]::new));
  }

  JsonObject session() {
    return new JsonObject().put("session_id", value(Canary.SESSION_ID));
  }

  String path(String suffix) {
    return "/api/sessions/" + value(Canary.SESSION_ID) + suffix;
  }

  private static JsonObject op(String name) {
    return new JsonObject().put("op", name);
  }

  private static JsonObject rpc(String method) {
    return new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("method", method);
  }

  static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }
}
