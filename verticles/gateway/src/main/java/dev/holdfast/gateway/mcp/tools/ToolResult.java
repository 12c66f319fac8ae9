package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.JsonOut;
import org.jspecify.annotations.Nullable;

/**
 * What a call came to, as the client is told.
 *
 * @param content a JSON array of content blocks as text
 * @param structured one JSON object as text; null for none
 * @param failed whether the tool could not do it
 */
public record ToolResult(String content, @Nullable String structured, boolean failed) {
  /** An object, also as text for clients that read nothing else. */
  static ToolResult of(String object) {
    return new ToolResult(block(object), object, false);
  }

  static ToolResult failed(String text) {
    return new ToolResult(block(text), null, true);
  }

  /** Writes the members of the result. */
  public void write(JsonOut out) {
    out.json("content", content);
    if (structured != null) {
      out.json("structuredContent", structured);
    }
    if (failed) {
      out.flag("isError", true);
    }
  }

  private static String block(String text) {
    return "[" + JsonOut.object(out -> out.text("type", "text").text("text", text)) + "]";
  }
}
