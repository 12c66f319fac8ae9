package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Suggestion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An agent as the operator configured it, under {@code agents.<name>}. */
public sealed interface AgentSpec {
  /** Counts; for quickstart and load. */
  record Demo(String description) implements AgentSpec {}

  /**
   * Runs a program to its end.
   *
   * @param jsonl where the values are in the lines of a {@link Format#JSONL} program
   * @param retryExitCodes those of a failure that may pass
   * @param stdin what the program is given on its standard input
   */
  record Command(
      String description,
      Program program,
      Format format,
      JsonlPaths jsonl,
      ExternalSession session,
      RunLimits limits,
      List<Integer> retryExitCodes,
      Stdin stdin)
      implements AgentSpec {
    /** {@code EX_TEMPFAIL} of sysexits.h: the user is invited to retry. */
    public static final int EX_TEMPFAIL = 75;

    public Command {
      retryExitCodes = List.copyOf(retryExitCodes);
    }

    public Command(
        String description,
        Program program,
        Format format,
        JsonlPaths jsonl,
        ExternalSession session,
        RunLimits limits) {
      this(description, program, format, jsonl, session, limits, List.of(EX_TEMPFAIL), Stdin.TEXT);
    }

    /** Whether it reads what the task's owner sends while it runs. */
    public boolean readsMessages() {
      return stdin == Stdin.STREAM_JSON;
    }
  }

  /**
   * Prompts an agent that speaks the Agent Client Protocol on its standard streams.
   *
   * @param authMethod the authentication method to ask for before the session; null for none
   */
  record Acp(
      String description,
      Program program,
      Permissions permissions,
      @Nullable String authMethod,
      RunLimits limits,
      RpcLimits rpc)
      implements AgentSpec {}

  /**
   * Calls a tool of a Model Context Protocol server.
   *
   * @param tool called where the task names none; null for none
   * @param allowed the tools that may be called; empty for all that the server offers
   * @param relay how much of the server is let through
   */
  record Mcp(
      String description,
      McpServer server,
      @Nullable String tool,
      List<String> allowed,
      RunLimits limits,
      RpcLimits rpc,
      McpRelay relay)
      implements AgentSpec {
    public Mcp {
      allowed = List.copyOf(allowed);
    }

    public Mcp(
        String description,
        McpServer server,
        @Nullable String tool,
        List<String> allowed,
        RunLimits limits,
        RpcLimits rpc) {
      this(description, server, tool, allowed, limits, rpc, McpRelay.TOOLS);
    }

    /** Whether a task may call this tool. */
    public boolean mayCall(String name) {
      return allowed.isEmpty() || allowed.contains(name);
    }

    /** The tool of a task that names none. */
    public Optional<String> byDefault() {
      return Optional.ofNullable(tool);
    }
  }

  /**
   * Is run by programs of its users that connect to a pod and take its tasks.
   *
   * @param graceMs milliseconds in which a worker may confirm that it has stopped
   */
  record Worker(String description, Serves serves, int graceMs, RunLimits limits)
      implements AgentSpec {}

  /** Whose tasks a worker gets. */
  enum Serves {
    /** Those of the principal that its key stands for. */
    PRINCIPAL,
    /** Those of every principal of its key's tenant. */
    TENANT
  }

  /** What a program writes to its standard output. */
  enum Format {
    /** Lines of text. */
    TEXT,
    /** One JSON object a line. */
    JSONL,
    /** The stream of a coding agent's command line: Claude Code, Codex, Gemini CLI. */
    STREAM_JSON
  }

  /** What a program reads from its standard input. */
  enum Stdin {
    /** The task's text, then the end. */
    TEXT,
    /** One JSON line for each text of the task's owner, the task's first, as long as it runs. */
    STREAM_JSON
  }

  /** Who answers when an agent asks for a permission. */
  enum Permissions {
    /** The task's owner. */
    ASK,
    /** Nobody: the first option that allows is taken. */
    ALLOW,
    /** Nobody: the first option that rejects is taken. */
    REJECT
  }

  /** The agent configured under a name. */
  static AgentSpec read(Settings settings, String name) {
    String prefix = "agents." + name + ".";
    String kind = settings.required(prefix + "kind");
    String description = settings.text(prefix + "description", "");
    return switch (kind) {
      case "demo" -> new Demo(description);
      case "command" -> CommandSettings.read(settings, prefix, description);
      case "acp" -> AcpSettings.read(settings, prefix, description);
      case "mcp" -> McpSettings.read(settings, prefix, description);
      case "worker" -> WorkerSettings.read(settings, prefix, description);
      default ->
          throw new ConfigException(
              prefix
                  + "kind is not known: "
                  + kind
                  + "; "
                  + Suggestion.of(kind, List.of("demo", "command", "acp", "mcp", "worker")));
    };
  }
}
