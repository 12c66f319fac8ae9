package dev.holdfast.tasks.agent.command;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The streams of the common coding agents' command lines, told apart by their lines: Claude Code
 * ({@code --output-format stream-json}), Codex ({@code exec --json}) and Gemini CLI ({@code
 * --output-format stream-json}). Lines of unknown types mean nothing; a line that is no JSON object
 * is output.
 */
final class StreamJsonCodec {
  private final ClaudeStreamCodec claude;
  private final CodexStreamCodec codex;
  private final GeminiStreamCodec gemini;

  StreamJsonCodec(UsageTally tally) {
    claude = new ClaudeStreamCodec(tally);
    codex = new CodexStreamCodec(tally);
    gemini = new GeminiStreamCodec(tally);
  }

  List<CommandLine> parse(String line) {
    JsonObject json;
    try {
      json = new JsonObject(line);
    } catch (DecodeException e) {
      return List.of(new CommandLine.Said("stdout", line));
    }
    return switch (StreamJson.text(json, "type")) {
      case "system", "assistant", "user" -> claude.parse(json);
      case "result" -> json.containsKey("subtype") ? claude.parse(json) : gemini.parse(json);
      case "init", "message", "tool_use", "tool_result" -> gemini.parse(json);
      case "thread.started",
          "turn.started",
          "turn.completed",
          "turn.failed",
          "item.started",
          "item.updated",
          "item.completed" ->
          codex.parse(json);
      // Both Codex and Gemini say so, of what they may yet get over.
      case "error" -> List.of(new CommandLine.Stumbled(StreamJson.text(json, "message")));
      default -> List.of();
    };
  }
}
