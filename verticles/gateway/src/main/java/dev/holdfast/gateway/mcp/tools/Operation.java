package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.Fields;
import io.vertx.core.Future;

/** What a tool of the product does. */
interface Operation {
  /**
   * Answers one JSON object as text; a thrown fault is as good as a failed future.
   *
   * @param arguments as the client wrote them
   */
  Future<String> run(ToolCaller caller, Fields arguments);
}
