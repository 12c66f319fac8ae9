package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * How much may be used; null where there is no limit.
 *
 * @param tokens of every kind together, 0 or more
 * @param costMicros millionths of the operator's currency, 0 or more
 * @param turns exchanges with the model, 0 or more
 * @param toolCalls calls of tools, 0 or more
 */
public record Budget(
    @Nullable Long tokens,
    @Nullable Long costMicros,
    @Nullable Long turns,
    @Nullable Long toolCalls) {
  /** No limit at all. */
  public static final Budget NONE = new Budget(null, null, null, null);

  /** The tighter of both, measure by measure. */
  public Budget least(Budget other) {
    return new Budget(
        least(tokens, other.tokens),
        least(costMicros, other.costMicros),
        least(turns, other.turns),
        least(toolCalls, other.toolCalls));
  }

  private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Long.valueOf(Math.min(one, other));
  }
}
