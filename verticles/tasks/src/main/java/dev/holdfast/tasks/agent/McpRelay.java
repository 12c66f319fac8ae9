package dev.holdfast.tasks.agent;

/**
 * How much of a server the operator lets through.
 *
 * @param plainNames whether its tools and prompts keep their names; else the agent's name and a dot
 *     stand before them
 * @param resources whether its resources are offered
 * @param prompts whether its prompts are offered
 * @param sampling whether it may ask the task's owner for a model's answer
 * @param offersMax how many resources, templates and prompts of it are offered, of each; the first
 *     ones
 */
public record McpRelay(
    boolean plainNames, boolean resources, boolean prompts, boolean sampling, int offersMax) {
  public static final int OFFERS_DEFAULT = 1_000;

  /** Its tools, under the agent's name. */
  public static final McpRelay TOOLS = new McpRelay(false, false, false, false, OFFERS_DEFAULT);

  /** The name under which something of an agent's server is offered. */
  public String name(String agent, String own) {
    return plainNames ? own : agent + "." + own;
  }
}
