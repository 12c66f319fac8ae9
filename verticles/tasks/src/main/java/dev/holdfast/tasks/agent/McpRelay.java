package dev.holdfast.tasks.agent;

/**
 * How much of a server the operator lets through.
 *
 * @param plainNames whether its tools and prompts keep their names; else the agent's name and a dot
 *     stand before them
 * @param resources whether its resources are offered
 * @param prompts whether its prompts are offered
 * @param sampling whether it may ask the task's owner for a model's answer
 */
public record McpRelay(boolean plainNames, boolean resources, boolean prompts, boolean sampling) {
  /** Its tools, under the agent's name. */
  public static final McpRelay TOOLS = new McpRelay(false, false, false, false);

  /** The name under which something of an agent's server is offered. */
  public String name(String agent, String own) {
    return plainNames ? own : agent + "." + own;
  }
}
