package dev.holdfast.tasks.agent.acp;

/** What an agent reports while it works on a prompt ({@code session/update}). */
sealed interface AcpUpdate {
  /** Part of its answer. */
  record Text(String text) implements AcpUpdate {}

  /** Part of its reasoning. */
  record Thought(String text) implements AcpUpdate {}

  /**
   * A tool call, or news of one.
   *
   * @param json as output {@code tool} has it
   */
  record Tool(String callId, String json) implements AcpUpdate {}

  /**
   * The whole plan as it is now.
   *
   * @param json its entries as a JSON array
   */
  record Plan(String json, int done, int total) implements AcpUpdate {}

  /**
   * How full the context is, and what the session cost so far.
   *
   * @param used tokens in the context
   * @param size tokens it holds; 0 where that was not told
   */
  record Context(long used, long size, long costMicros) implements AcpUpdate {}

  /** Of no interest here. */
  record Other() implements AcpUpdate {}
}
