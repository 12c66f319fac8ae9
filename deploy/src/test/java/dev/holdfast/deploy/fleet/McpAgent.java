package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;

/**
 * An agent with a session of its own, by a client that others wrote; Redis is empty at each call.
 */
final class McpAgent implements AutoCloseable {
  private final Fleet fleet;
  private final McpPeer peer;
  private final McpTalk talk;
  private String session = "";

  McpAgent(Fleet fleet, McpPeer peer, String url, String token) {
    this.fleet = fleet;
    this.peer = peer;
    this.talk = peer.open(url, token);
  }

  /** The revision that was agreed on; "" where the client does not tell. */
  String version() {
    return talk.version();
  }

  /** Opens its session, or finds it again, by what it says of itself. */
  String open(JsonObject named) {
    fleet.flushRedis();
    session = talk.result("open_session", named).getString("session_id");
    return session;
  }

  /** The result as it is, errors among them. */
  JsonObject call(String tool, JsonObject arguments) {
    fleet.flushRedis();
    return talk.call(tool, bound(arguments));
  }

  /** What a call that succeeds answers. */
  JsonObject result(String tool, JsonObject arguments) {
    fleet.flushRedis();
    return talk.result(tool, bound(arguments));
  }

  private JsonObject bound(JsonObject arguments) {
    return peer.namesSession() ? arguments.copy().put("session_id", session) : arguments;
  }

  @Override
  public void close() {
    talk.close();
  }
}
