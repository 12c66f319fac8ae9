package dev.holdfast.shared.message;

/**
 * What work has cost. Sums; nothing in here ever falls within one attempt.
 *
 * @param inputTokens tokens read by the model, without those from a cache
 * @param outputTokens tokens written by the model
 * @param cacheReadTokens tokens read from the model's cache
 * @param cacheWriteTokens tokens written to the model's cache
 * @param turns exchanges with the model
 * @param toolCalls calls of tools
 * @param costMicros money in millionths of the operator's currency
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long turns,
    long toolCalls,
    long costMicros) {
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cacheReadTokens + other.cacheReadTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        turns + other.turns,
        toolCalls + other.toolCalls,
        costMicros + other.costMicros);
  }

  /** All tokens of every kind. */
  public long tokens() {
    return inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens;
  }
}
