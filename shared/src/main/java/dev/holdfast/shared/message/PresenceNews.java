package dev.holdfast.shared.message;

import java.util.List;

/**
 * Who watches a session now, and what has changed since the news before it.
 *
 * @param audiences for whom it is
 * @param first whether it is the first for them, so that nothing was before it
 * @param watchers all that are shown
 * @param more how many are there and not shown
 * @param unanswered names of pods that are alive and did not answer; of theirs the last known are
 *     shown
 */
public record PresenceNews(
    List<Long> audiences,
    boolean first,
    List<WatcherRecord> joined,
    List<WatcherRecord> left,
    List<WatcherRecord> watchers,
    long more,
    List<String> unanswered) {
  public PresenceNews {
    audiences = List.copyOf(audiences);
    joined = List.copyOf(joined);
    left = List.copyOf(left);
    watchers = List.copyOf(watchers);
    unanswered = List.copyOf(unanswered);
  }
}
