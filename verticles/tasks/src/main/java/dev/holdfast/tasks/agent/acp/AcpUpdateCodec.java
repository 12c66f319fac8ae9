package dev.holdfast.tasks.agent.acp;

import dev.holdfast.tasks.agent.ToolNewsCodec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads {@code session/update}; unknown kinds are of no interest, since the protocol grows. */
final class AcpUpdateCodec {
  private static final double MICROS = 1_000_000;

  private AcpUpdateCodec() {}

  static AcpUpdate parse(String params) {
    JsonObject update = object(new JsonObject(params), "update");
    return switch (text(update, "sessionUpdate")) {
      case "agent_message_chunk" -> new AcpUpdate.Text(content(object(update, "content")));
      case "agent_thought_chunk" -> new AcpUpdate.Thought(content(object(update, "content")));
      case "tool_call" -> tool(update, "pending");
      case "tool_call_update" -> tool(update, null);
      case "plan" -> plan(update);
      case "usage_update" ->
          new AcpUpdate.Context(
              count(update, "used"), count(update, "size"), micros(object(update, "cost")));
      default -> new AcpUpdate.Other();
    };
  }

  private static AcpUpdate tool(JsonObject update, @Nullable String byDefault) {
    String id = text(update, "toolCallId");
    String status = text(update, "status");
    String title = text(update, "title");
    Object output = update.getValue("rawOutput");
    return new AcpUpdate.Tool(
        id,
        ToolNewsCodec.encode(
            id,
            title.isEmpty() ? null : title,
            status.isEmpty() ? byDefault : status,
            update.getValue("rawInput"),
            output == null ? update.getValue("content") : output));
  }

  private static AcpUpdate plan(JsonObject update) {
    JsonArray plan = new JsonArray();
    int done = 0;
    if (update.getValue("entries") instanceof JsonArray entries) {
      for (Object entry : entries) {
        if (entry instanceof JsonObject step) {
          String status = text(step, "status");
          done += status.equals("completed") ? 1 : 0;
          plan.add(new JsonObject().put("content", text(step, "content")).put("status", status));
        }
      }
    }
    return new AcpUpdate.Plan(plan.encode(), done, plan.size());
  }

  /** The text of a content block; what is not text is named. */
  private static String content(JsonObject block) {
    String type = text(block, "type");
    return switch (type) {
      case "text" -> text(block, "text");
      case "resource_link" -> "[" + text(block, "uri") + "]";
      default -> "[" + type + "]";
    };
  }

  private static String text(JsonObject json, String field) {
    return json.getValue(field) instanceof String text ? text : "";
  }

  private static long count(JsonObject json, String field) {
    return json.getValue(field) instanceof Number number ? Math.max(0, number.longValue()) : 0;
  }

  private static long micros(JsonObject cost) {
    return cost.getValue("amount") instanceof Number amount
        ? Math.max(0, Math.round(amount.doubleValue() * MICROS))
        : 0;
  }

  private static JsonObject object(JsonObject json, String field) {
    return json.getValue(field) instanceof JsonObject object ? object : new JsonObject();
  }
}
