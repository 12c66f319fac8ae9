package dev.holdfast.gateway.mcp.tools;

/**
 * What a client is asked to do for a task's owner.
 *
 * @param method for example {@code elicitation/create}
 * @param params one JSON object as text
 */
public record ClientRequest(String method, String params) {
  /** What the client must have declared to be asked this. */
  public String capability() {
    return switch (method) {
      case "sampling/createMessage" -> "sampling";
      case "roots/list" -> "roots";
      default -> "elicitation";
    };
  }
}
