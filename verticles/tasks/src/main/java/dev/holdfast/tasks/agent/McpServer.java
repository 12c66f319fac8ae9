package dev.holdfast.tasks.agent;

import java.net.URI;
import java.util.Map;

/** Where a Model Context Protocol server is. */
public sealed interface McpServer {
  /** A program, started for each attempt, spoken to on its standard streams. */
  record OfProgram(Program program) implements McpServer {}

  /**
   * A streamable HTTP endpoint.
   *
   * @param headers sent with every request, for example a credential
   * @param graceMs milliseconds for the last words, a cancellation and the session's end
   */
  record AtUrl(URI url, Map<String, String> headers, int graceMs) implements McpServer {
    public AtUrl {
      headers = Map.copyOf(headers);
    }
  }
}
