package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads an agent of kind {@code command}. */
final class CommandSettings {
  private static final Pattern EXIT_CODE = Pattern.compile("[1-9]\\d{0,2}");
  private static final int EXIT_CODE_MAX = 255;

  private CommandSettings() {}

  static AgentSpec.Command read(Settings settings, String prefix, String description) {
    String format = settings.text(prefix + "format", "text");
    JsonlPaths jsonl = JsonlPaths.read(settings, prefix + "jsonl");
    if (!jsonl.paths().isEmpty() && !format.equals("jsonl")) {
      throw new ConfigException(prefix + "jsonl is for the format jsonl, not " + format);
    }
    return new AgentSpec.Command(
        description,
        Program.read(settings, prefix),
        switch (format) {
          case "text" -> AgentSpec.Format.TEXT;
          case "jsonl" -> AgentSpec.Format.JSONL;
          case "stream-json" -> AgentSpec.Format.STREAM_JSON;
          default ->
              throw new ConfigException(
                  prefix + "format must be text, jsonl or stream-json: " + format);
        },
        jsonl,
        session(settings, prefix),
        RunLimits.read(settings, prefix),
        exitCodes(settings, prefix + "retry_exit_codes"),
        stdin(settings, prefix));
  }

  private static AgentSpec.Stdin stdin(Settings settings, String prefix) {
    String stdin = settings.text(prefix + "stdin", "text");
    return switch (stdin) {
      case "text" -> AgentSpec.Stdin.TEXT;
      case "stream-json" -> AgentSpec.Stdin.STREAM_JSON;
      default -> throw new ConfigException(prefix + "stdin must be text or stream-json: " + stdin);
    };
  }

  private static ExternalSession session(Settings settings, String prefix) {
    String mode = settings.text(prefix + "session", "fresh");
    List<String> resumeCommand = settings.list(prefix + "resume_command", List.of());
    if (!mode.equals("fresh") && !mode.equals("resume")) {
      throw new ConfigException(prefix + "session must be fresh or resume: " + mode);
    }
    if (mode.equals("resume") == resumeCommand.isEmpty()) {
      throw new ConfigException(
          prefix + "resume_command is needed for the session resume, and only for it");
    }
    return new ExternalSession(
        resumeCommand,
        pattern(settings, prefix + "missing_pattern"),
        settings.integer(prefix + "busy_exit_code", 0, 0, 255),
        pattern(settings, prefix + "busy_pattern"),
        settings.integer(prefix + "busy_wait_ms_max", 30_000, 0, 3_600_000),
        settings.integer(prefix + "busy_pause_ms", 1_000, 10, 60_000),
        settings.flag(prefix + "busy_then_fresh", false));
  }

  private static List<Integer> exitCodes(Settings settings, String key) {
    return settings.list(key, List.of(Integer.toString(AgentSpec.Command.EX_TEMPFAIL))).stream()
        .map(text -> {
          if (!EXIT_CODE.matcher(text).matches() || Integer.parseInt(text) > EXIT_CODE_MAX) {
            throw new ConfigException(key + " must be exit codes 1-255: " + text);
          }
          return Integer.valueOf(text);
        })
        .toList();
  }

  private static @Nullable Pattern pattern(Settings settings, String key) {
    String text = settings.textOrNull(key);
    if (text == null) {
      return null;
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new ConfigException(key + " is not a regular expression: " + e.getDescription());
    }
  }
}
