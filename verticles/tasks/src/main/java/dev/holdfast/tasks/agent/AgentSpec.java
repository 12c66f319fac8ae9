package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An agent as the operator configured it, under {@code agents.<name>}. */
public sealed interface AgentSpec {
  /** Counts; for quickstart and load. */
  record Demo(String description) implements AgentSpec {}

  /**
   * Runs a program.
   *
   * @param command program and arguments, passed as a list and never through a shell; {@code
   *     {session_id}}, {@code {task_id}}, {@code {task}}, {@code {agent_preset}} and {@code
   *     {tool_preset}} are replaced inside an argument
   * @param cwd its working directory; null for the pod's
   * @param environment added to the few variables that are passed on
   * @param runMsMax milliseconds after which it is stopped
   * @param outputBytesMax bytes of output that are kept as events; what comes after is counted and
   *     dropped
   * @param graceMs milliseconds between the polite and the hard signal
   */
  record Command(
      String description,
      List<String> command,
      @Nullable String cwd,
      Format format,
      Map<String, String> environment,
      int runMsMax,
      int outputBytesMax,
      int graceMs)
      implements AgentSpec {
    public Command {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /** What a program writes to its standard output. */
  enum Format {
    /** Lines of text. */
    TEXT,
    /** One JSON object a line. */
    JSONL
  }

  /** The agent configured under a name. */
  static AgentSpec read(Settings settings, String name) {
    String prefix = "agents." + name + ".";
    String kind = settings.required(prefix + "kind");
    String description = settings.text(prefix + "description", "");
    return switch (kind) {
      case "demo" -> new Demo(description);
      case "command" -> readCommand(settings, prefix, description);
      default ->
          throw new ConfigException(
              prefix
                  + "kind is not known: "
                  + kind
                  + "; "
                  + Suggestion.of(kind, List.of("demo", "command")));
    };
  }

  private static Command readCommand(Settings settings, String prefix, String description) {
    List<String> command = settings.list(prefix + "command", new ArrayList<>());
    if (command.isEmpty()) {
      throw new ConfigException(prefix + "command must be a list: the program and its arguments");
    }
    Map<String, String> environment = new TreeMap<>();
    for (String variable : settings.namesUnder(prefix + "env")) {
      environment.put(variable, settings.secret(prefix + "env." + variable));
    }
    String format = settings.text(prefix + "format", "text");
    return new Command(
        description,
        command,
        settings.textOrNull(prefix + "cwd"),
        switch (format) {
          case "text" -> Format.TEXT;
          case "jsonl" -> Format.JSONL;
          default -> throw new ConfigException(prefix + "format must be text or jsonl: " + format);
        },
        environment,
        settings.integer(prefix + "run_ms_max", 3_600_000, 1, 86_400_000),
        settings.integer(prefix + "output_bytes_max", 8 << 20, 1, 1 << 30),
        settings.integer(prefix + "grace_ms", 2_000, 0, 60_000));
  }
}
