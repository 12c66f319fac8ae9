package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.ToolNewsCodec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of Claude Code: {@code system}, {@code assistant}, {@code user} and {@code result}. */
final class ClaudeStreamCodec {
  private final UsageTally tally;

  ClaudeStreamCodec(UsageTally tally) {
    this.tally = tally;
  }

  List<CommandLine> parse(JsonObject line) {
    return switch (StreamJson.text(line, "type")) {
      case "assistant" -> assistant(StreamJson.object(line, "message"));
      case "user" -> user(StreamJson.object(line, "message"));
      case "result" -> result(line);
      default -> List.of();
    };
  }

  private List<CommandLine> assistant(JsonObject message) {
    List<CommandLine> meanings = new ArrayList<>();
    for (JsonObject block : StreamJson.objects(message, "content")) {
      switch (StreamJson.text(block, "type")) {
        case "text" -> meanings.add(new CommandLine.Said("text", StreamJson.text(block, "text")));
        case "thinking" ->
            meanings.add(new CommandLine.Said("thought", StreamJson.text(block, "thinking")));
        case "tool_use" -> {
          String id = StreamJson.text(block, "id");
          tally.toolCall(id);
          meanings.add(
              new CommandLine.Said(
                  "tool",
                  ToolNewsCodec.encode(
                      id,
                      StreamJson.text(block, "name"),
                      "in_progress",
                      block.getValue("input"),
                      null)));
        }
        default -> {
          // Other blocks are the model's own affair.
        }
      }
    }
    // One message comes as several lines, a block each, with the same id and usage.
    tally.message(
        StreamJson.text(message, "id"), tokens(StreamJson.object(message, "usage"), 1, 0));
    meanings.addAll(tally.news());
    return meanings;
  }

  private static List<CommandLine> user(JsonObject message) {
    List<CommandLine> meanings = new ArrayList<>();
    for (JsonObject block : StreamJson.objects(message, "content")) {
      if (StreamJson.text(block, "type").equals("tool_result")) {
        boolean failed = Boolean.TRUE.equals(block.getValue("is_error"));
        meanings.add(
            new CommandLine.Said(
                "tool",
                ToolNewsCodec.encode(
                    StreamJson.text(block, "tool_use_id"),
                    null,
                    failed ? "failed" : "completed",
                    null,
                    block.getValue("content"))));
      }
    }
    return meanings;
  }

  private List<CommandLine> result(JsonObject line) {
    tally.told(
        tokens(
            StreamJson.object(line, "usage"),
            StreamJson.count(line, "num_turns"),
            StreamJson.micros(line, "total_cost_usd")));
    List<CommandLine> meanings = new ArrayList<>(tally.news());
    String subtype = StreamJson.text(line, "subtype");
    boolean failed = Boolean.TRUE.equals(line.getValue("is_error")) || !subtype.equals("success");
    meanings.add(
        failed
            ? new CommandLine.Broke(reason(subtype), error(line, subtype))
            : new CommandLine.Finished(
                new JsonObject()
                    .put("text", StreamJson.text(line, "result"))
                    .put("structured_output", line.getValue("structured_output"))
                    .put("external_session_id", StreamJson.text(line, "session_id"))
                    .encode()));
    return meanings;
  }

  private static TerminationReason reason(String subtype) {
    return switch (subtype) {
      case "error_max_turns" -> TerminationReason.MAX_TURNS;
      case "error_max_budget_usd" -> TerminationReason.BUDGET_EXCEEDED;
      default -> TerminationReason.AGENT_ERROR;
    };
  }

  private static String error(JsonObject line, String subtype) {
    String errors =
        line.getValue("errors") instanceof JsonArray array
            ? array.stream().map(String::valueOf).collect(Collectors.joining("; "))
            : "";
    String told = StreamJson.text(line, "result");
    String words = told.isEmpty() ? errors : told;
    return "the program reports " + subtype + (words.isEmpty() ? "" : ": " + words);
  }

  private static Usage tokens(JsonObject usage, long turns, long costMicros) {
    return new Usage(
        StreamJson.count(usage, "input_tokens"),
        StreamJson.count(usage, "output_tokens"),
        StreamJson.count(usage, "cache_read_input_tokens"),
        StreamJson.count(usage, "cache_creation_input_tokens"),
        turns,
        0,
        costMicros);
  }
}
