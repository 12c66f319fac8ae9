package dev.holdfast.shared.message;

/**
 * How calls of a tool are answered over the Model Context Protocol.
 *
 * @param asksFirst whether a call asks before it works: then the questions come with the response,
 *     and the task is told once they are answered
 */
public record ToolTraits(TaskSupport tasks, boolean asksFirst) {
  public static final ToolTraits USUAL = new ToolTraits(TaskSupport.OPTIONAL, false);
}
