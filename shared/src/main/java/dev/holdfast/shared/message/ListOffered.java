package dev.holdfast.shared.message;

/**
 * Asks what the servers of agents offer beside tools, as far as the operator lets them.
 *
 * @param from how many of that kind stand before the page
 */
public record ListOffered(Kind kind, int from) {
  /** How many one page has at most. */
  public static final int PAGE_MAX = 200;

  /** What can be listed. */
  public enum Kind {
    RESOURCE,
    /** A template of resources. */
    TEMPLATE,
    PROMPT
  }
}
