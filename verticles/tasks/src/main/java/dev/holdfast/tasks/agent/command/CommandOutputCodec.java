package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.Progress;
import dev.holdfast.tasks.agent.process.OutputBudget;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Holdfast's own JSON lines, and the result that is made for a program that tells of none.
 *
 * <p>{@code {"type":"progress","current_iteration":1,...}}, {@code {"type":"output","text":"..."}}
 * and {@code {"type":"result","result":{...}}}; any other line is output.
 */
final class CommandOutputCodec {
  private CommandOutputCodec() {}

  static List<CommandLine> parse(String line) {
    return List.of(meaning(line));
  }

  private static CommandLine meaning(String line) {
    JsonObject json;
    try {
      json = new JsonObject(line);
    } catch (DecodeException e) {
      return new CommandLine.Said("stdout", line);
    }
    Object type = json.getValue("type");
    if ("progress".equals(type)) {
      return new CommandLine.Counted(
          new Progress(
              count(json, "current_iteration"),
              count(json, "total_iterations"),
              count(json, "tokens_used"),
              count(json, "total_tokens")));
    }
    if ("result".equals(type) && json.getValue("result") instanceof JsonObject result) {
      return new CommandLine.Finished(result.encode());
    }
    if ("output".equals(type) && json.getValue("text") instanceof String text) {
      return new CommandLine.Said("stdout", text);
    }
    return new CommandLine.Said("stdout", line);
  }

  static String result(int exitCode, OutputBudget budget) {
    return new JsonObject()
        .put("exit_code", exitCode)
        .put("output_bytes", budget.seen())
        .put("truncated", budget.exceeded())
        .encode();
  }

  private static long count(JsonObject json, String field) {
    return json.getValue(field) instanceof Number number ? Math.max(0, number.longValue()) : 0;
  }
}
