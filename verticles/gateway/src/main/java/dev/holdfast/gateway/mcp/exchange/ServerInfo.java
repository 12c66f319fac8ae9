package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.gateway.codec.JsonOut;

/** What the server says of itself in both eras. */
public final class ServerInfo {
  /** For the model that uses the server. */
  public static final String INSTRUCTIONS =
      "Holdfast keeps sessions: a session works on one project, runs tasks one after the other, and"
          + " keeps every event of them. Call set_project before you write entries. A session"
          + " outlives this connection: open_session with your own session_id or stable_key leads"
          + " back to it. Tasks go on when you leave; get_task and read_events tell of them.";

  private static final String VERSION = "0.1.0";

  private ServerInfo() {}

  /** Writes {@code name}, {@code title} and {@code version}. */
  public static void write(JsonOut out) {
    out.text("name", "holdfast").text("title", "Holdfast").text("version", VERSION);
  }
}
