package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;

/**
 * An agent that speaks the Model Context Protocol to a session of its own; each of its requests
 * goes to a pod chosen at random. For one thread.
 */
final class McpLine {
  static final String PATH = "/mcp";
  static final String ACCEPT = "application/json, text/event-stream";
  private static final String SESSIONS_VERSION = "2025-11-25";
  private static final String STATELESS_VERSION = "2026-07-28";
  private static final String META = "io.modelcontextprotocol/";

  /** The eras of the protocol. */
  enum Era {
    SESSIONS,
    STATELESS
  }

  private final Stage stage;
  private final String token;
  private final Era era;
  private final Random random;
  private final String transport;
  private final String session;
  private int requests;

  private McpLine(Stage stage, String token, Era era, Random random) {
    this.stage = stage;
    this.token = token;
    this.era = era;
    this.random = random;
    this.transport = era == Era.SESSIONS ? initialize() : "";
    this.session = result("open_session", new JsonObject()).getString("session_id");
  }

  /** With a new session, which an agent without sessions of the protocol names in each call. */
  static McpLine open(Stage stage, String token, Era era, Random random) {
    return new McpLine(stage, token, era, random);
  }

  /** The session it is bound to. */
  String session() {
    return session;
  }

  /** What a call that succeeds answers. */
  JsonObject call(String tool, JsonObject arguments) {
    return result(
        tool, era == Era.SESSIONS ? arguments : arguments.copy().put("session_id", session));
  }

  /** A call with sessions of the protocol, as it is sent. */
  Caller.Ask ask(JsonObject message) {
    return post(message)
        .with("Mcp-Session-Id", transport)
        .with("MCP-Protocol-Version", SESSIONS_VERSION);
  }

  Pod anyPod() {
    List<Pod> pods = stage.pods();
    return pods.get(random.nextInt(pods.size()));
  }

  private String initialize() {
    JsonObject hello =
        message(
            "initialize",
            new JsonObject()
                .put("protocolVersion", SESSIONS_VERSION)
                .put("capabilities", new JsonObject())
                .put("clientInfo", new JsonObject().put("name", "trial").put("version", "1")));
    return Patient.call(stage, anyPod(), post(hello)).headers().get("Mcp-Session-Id");
  }

  private JsonObject result(String tool, JsonObject arguments) {
    JsonObject params = new JsonObject().put("name", tool).put("arguments", arguments);
    Caller.Ask ask =
        switch (era) {
          case SESSIONS -> ask(message("tools/call", params));
          case STATELESS ->
              post(message("tools/call", params.put("_meta", meta())))
                  .with("MCP-Protocol-Version", STATELESS_VERSION)
                  .with("Mcp-Method", "tools/call")
                  .with("Mcp-Name", tool);
        };
    Caller.Answer answer = Patient.call(stage, anyPod(), ask);
    JsonObject told =
        answer.json().getJsonObject("result", new JsonObject()).getJsonObject("structuredContent");
    if (told == null) {
      throw new IllegalStateException(tool + " was answered " + answer);
    }
    return told;
  }

  private Caller.Ask post(JsonObject message) {
    return Caller.Ask.post(token, PATH, message.encode()).with("Accept", ACCEPT);
  }

  /** A request of an id that this line has not used. */
  JsonObject message(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", ++requests)
        .put("method", method)
        .put("params", params);
  }

  private static JsonObject meta() {
    return new JsonObject()
        .put(META + "protocolVersion", STATELESS_VERSION)
        .put(META + "clientCapabilities", new JsonObject());
  }
}
