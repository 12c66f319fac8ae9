package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.Progress;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * The JSON lines that a program may write, and the result that is made for one that tells of none.
 */
final class CommandOutputCodec {
  private CommandOutputCodec() {}

  static CommandLine parse(String line) {
    JsonObject json;
    try {
      json = new JsonObject(line);
    } catch (DecodeException e) {
      return new CommandLine.Said(line);
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
      return new CommandLine.Said(text);
    }
    return new CommandLine.Said(line);
  }

  static String result(int exitCode, OutputBudget budget, CommandResult told) {
    String own = told.get();
    if (own != null) {
      return own;
    }
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
