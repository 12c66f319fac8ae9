package dev.holdfast.broadcast.fanout;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * At a session's home: which pods watch it. An entry lapses unless it is repeated. For one event
 * loop.
 */
final class InterestTable {
  private final long ttlNanos;
  private final LongSupplier nanoTime;
  private final Map<Long, Map<String, Long>> untilBySession = new HashMap<>();

  /**
   * An empty table.
   *
   * @param ttlNanos how long an entry lives
   * @param nanoTime a clock that only ever goes forward
   */
  InterestTable(long ttlNanos, LongSupplier nanoTime) {
    this.ttlNanos = ttlNanos;
    this.nanoTime = nanoTime;
  }

  void note(String pod, List<Long> sessions) {
    long until = nanoTime.getAsLong() + ttlNanos;
    for (Long session : sessions) {
      untilBySession.computeIfAbsent(session, s -> new HashMap<>()).put(pod, until);
    }
  }

  /** The pods that watch a session. */
  List<String> of(long sessionNo) {
    Map<String, Long> pods = untilBySession.get(sessionNo);
    if (pods == null) {
      return List.of();
    }
    long now = nanoTime.getAsLong();
    return pods.entrySet().stream()
        .filter(entry -> entry.getValue() - now > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Forgets what has lapsed. */
  void sweep() {
    long now = nanoTime.getAsLong();
    Iterator<Map<String, Long>> sessions = untilBySession.values().iterator();
    while (sessions.hasNext()) {
      Map<String, Long> pods = sessions.next();
      pods.values().removeIf(until -> until - now <= 0);
      if (pods.isEmpty()) {
        sessions.remove();
      }
    }
  }

  int size() {
    return untilBySession.size();
  }
}
