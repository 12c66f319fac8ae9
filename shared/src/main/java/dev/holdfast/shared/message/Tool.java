package dev.holdfast.shared.message;

/**
 * Something a session can call.
 *
 * @param name unique; {@code agent.tool} where a server of the agent offers it
 * @param description for people and models; may be empty
 * @param agent which agent executes its calls
 * @param inputSchema a JSON Schema as text; arguments must be valid by it
 */
public record Tool(
    String name, String description, String agent, String inputSchema, ToolTraits traits) {
  public Tool(String name, String description, String agent, String inputSchema) {
    this(name, description, agent, inputSchema, ToolTraits.USUAL);
  }
}
