package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.ToolNewsCodec;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Lines of Gemini CLI: messages in parts, tool calls, and one result. */
final class GeminiStreamCodec {
  private static final int TEXT_CHARS_MAX = 262_144;

  private final UsageTally tally;
  private final StringBuilder text = new StringBuilder();
  private String session = "";

  GeminiStreamCodec(UsageTally tally) {
    this.tally = tally;
  }

  List<CommandLine> parse(JsonObject line) {
    return switch (StreamJson.text(line, "type")) {
      case "init" -> {
        session = StreamJson.text(line, "session_id");
        yield List.of();
      }
      case "message" -> message(line);
      case "tool_use" -> toolUse(line);
      case "tool_result" -> List.of(toolResult(line));
      case "result" -> result(line);
      default -> List.of();
    };
  }

  private List<CommandLine> message(JsonObject line) {
    if (!StreamJson.text(line, "role").equals("assistant")) {
      return List.of();
    }
    String part = StreamJson.text(line, "content");
    if (text.length() + part.length() <= TEXT_CHARS_MAX) {
      text.append(part);
    }
    return List.of(new CommandLine.Said("text", part));
  }

  private List<CommandLine> toolUse(JsonObject line) {
    String id = StreamJson.text(line, "tool_id");
    tally.toolCall(id);
    List<CommandLine> meanings = new ArrayList<>();
    meanings.add(
        new CommandLine.Said(
            "tool",
            ToolNewsCodec.encode(
                id,
                StreamJson.text(line, "tool_name"),
                "in_progress",
                line.getValue("parameters"),
                null)));
    meanings.addAll(tally.news());
    return meanings;
  }

  private static CommandLine toolResult(JsonObject line) {
    boolean failed = StreamJson.text(line, "status").equals("error");
    return new CommandLine.Said(
        "tool",
        ToolNewsCodec.encode(
            StreamJson.text(line, "tool_id"),
            null,
            failed ? "failed" : "completed",
            null,
            failed ? line.getValue("error") : line.getValue("output")));
  }

  private List<CommandLine> result(JsonObject line) {
    JsonObject stats = StreamJson.object(line, "stats");
    long cached = StreamJson.count(stats, "cached");
    tally.told(
        new Usage(
            Math.max(0, StreamJson.count(stats, "input_tokens") - cached),
            StreamJson.count(stats, "output_tokens"),
            cached,
            0,
            1,
            StreamJson.count(stats, "tool_calls"),
            0));
    List<CommandLine> meanings = new ArrayList<>(tally.news());
    if (StreamJson.text(line, "status").equals("success")) {
      meanings.add(
          new CommandLine.Finished(
              new JsonObject()
                  .put("text", text.toString())
                  .put("external_session_id", session)
                  .encode()));
    } else {
      String message = StreamJson.text(StreamJson.object(line, "error"), "message");
      meanings.add(
          new CommandLine.Broke(
              TerminationReason.AGENT_ERROR,
              message.isEmpty() ? "the program reports an error" : message));
    }
    return meanings;
  }
}
