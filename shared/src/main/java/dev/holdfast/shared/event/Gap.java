package dev.holdfast.shared.event;

/**
 * Numbers of a session whose events were trimmed. Some between the two may be left, where a filter
 * leaves them out.
 *
 * @param from the first of them
 * @param to the last of them
 */
public record Gap(long from, long to) {
  /** Why there is a gap, on every wire. */
  public static final String REASON = "trimmed";

  public Gap {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException("no gap: " + from + "-" + to);
    }
  }

  /** Both, and what is between them. */
  public Gap through(Gap later) {
    return new Gap(from, later.to);
  }
}
