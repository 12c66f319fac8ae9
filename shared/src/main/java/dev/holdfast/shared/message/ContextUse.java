package dev.holdfast.shared.message;

/**
 * How full the context of a model is.
 *
 * @param used tokens in it, 0 or more
 * @param size tokens that it holds, 1 or more
 */
public record ContextUse(long used, long size) {
  /** Whether at least so many percent are used. */
  public boolean reached(int percent) {
    return (double) used * 100 >= (double) size * percent;
  }
}
