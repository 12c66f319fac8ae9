package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.ToolNewsCodec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Lines of Codex: a thread of turns, each made of items. */
final class CodexStreamCodec {
  private final UsageTally tally;
  private String thread = "";
  private String lastText = "";
  private int turns;

  CodexStreamCodec(UsageTally tally) {
    this.tally = tally;
  }

  List<CommandLine> parse(JsonObject line) {
    String type = StreamJson.text(line, "type");
    return switch (type) {
      case "thread.started" -> {
        thread = StreamJson.text(line, "thread_id");
        yield List.of();
      }
      case "item.started", "item.updated", "item.completed" ->
          item(StreamJson.object(line, "item"), type.equals("item.completed"));
      case "turn.completed" -> completed(line);
      case "turn.failed" -> failed(line);
      default -> List.of();
    };
  }

  private List<CommandLine> item(JsonObject item, boolean completed) {
    String id = StreamJson.text(item, "id");
    String type = StreamJson.text(item, "type");
    return switch (type) {
      case "agent_message" -> {
        if (!completed) {
          yield List.of();
        }
        lastText = StreamJson.text(item, "text");
        yield List.of(new CommandLine.Said("text", lastText));
      }
      case "reasoning" ->
          completed
              ? List.of(new CommandLine.Said("thought", StreamJson.text(item, "text")))
              : List.of();
      case "todo_list" -> List.of(new CommandLine.Said("plan", plan(item)));
      case "error" -> List.of(new CommandLine.Stumbled(StreamJson.text(item, "message")));
      case "command_execution", "file_change", "mcp_tool_call", "web_search" -> {
        tally.toolCall(id);
        List<CommandLine> meanings = new ArrayList<>();
        meanings.add(
            new CommandLine.Said(
                "tool", ToolNewsCodec.encode(id, type, status(item), input(item), output(item))));
        if (completed) {
          meanings.addAll(tally.news());
        }
        yield meanings;
      }
      default -> List.of();
    };
  }

  private List<CommandLine> completed(JsonObject line) {
    JsonObject usage = StreamJson.object(line, "usage");
    long cached = StreamJson.count(usage, "cached_input_tokens");
    turns++;
    tally.message(
        "turn-" + turns,
        new Usage(
            Math.max(0, StreamJson.count(usage, "input_tokens") - cached),
            StreamJson.count(usage, "output_tokens"),
            cached,
            0,
            1,
            0,
            0));
    List<CommandLine> meanings = new ArrayList<>(tally.news());
    meanings.add(
        new CommandLine.Finished(
            new JsonObject().put("text", lastText).put("external_session_id", thread).encode()));
    return meanings;
  }

  private static List<CommandLine> failed(JsonObject line) {
    String message = StreamJson.text(StreamJson.object(line, "error"), "message");
    return List.of(
        new CommandLine.Broke(
            TerminationReason.AGENT_ERROR,
            message.isEmpty() ? "the program reports a failed turn" : message));
  }

  private static String status(JsonObject item) {
    String status = StreamJson.text(item, "status");
    return status.isEmpty() ? "in_progress" : status;
  }

  private static Object input(JsonObject item) {
    JsonObject input = new JsonObject();
    for (String field : List.of("command", "changes", "server", "tool", "arguments", "query")) {
      if (item.containsKey(field)) {
        input.put(field, item.getValue(field));
      }
    }
    return input;
  }

  private static Object output(JsonObject item) {
    JsonObject output = new JsonObject();
    for (String field : List.of("aggregated_output", "exit_code", "result", "error")) {
      if (item.containsKey(field)) {
        output.put(field, item.getValue(field));
      }
    }
    return output;
  }

  private static String plan(JsonObject item) {
    JsonArray plan = new JsonArray();
    for (JsonObject entry : StreamJson.objects(item, "items")) {
      plan.add(
          new JsonObject()
              .put("content", StreamJson.text(entry, "text"))
              .put(
                  "status",
                  Boolean.TRUE.equals(entry.getValue("completed")) ? "completed" : "pending"));
    }
    return plan.encode();
  }
}
