package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;

/** A client of the Model Context Protocol that others wrote, which calls one tool at a time. */
sealed interface McpTalk extends AutoCloseable permits McpLineTalk, McpInspectorTalk, McpJavaTalk {
  /** The revision that was agreed on; "" where the client does not tell. */
  String version();

  /** The result of {@code tools/call}, or {@code failed} with what the client says of it. */
  JsonObject call(String tool, JsonObject arguments);

  /** What a call that succeeds answers. */
  default JsonObject result(String tool, JsonObject arguments) {
    JsonObject answer = call(tool, arguments);
    JsonObject structured = answer.getJsonObject("structuredContent");
    if (structured == null) {
      throw new IllegalStateException(tool + ": " + answer.encode());
    }
    return structured;
  }

  @Override
  void close();
}
