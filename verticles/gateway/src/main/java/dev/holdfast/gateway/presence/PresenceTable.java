package dev.holdfast.gateway.presence;

import dev.holdfast.shared.message.ConnectionClosed;
import dev.holdfast.shared.message.ConnectionOpened;
import dev.holdfast.shared.message.ConnectionRecord;
import dev.holdfast.shared.message.Hint.HeldConnections;
import dev.holdfast.shared.message.Hint.HeldWatchers;
import dev.holdfast.shared.message.WatcherRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connections of one pod by their session; for one event loop. */
final class PresenceTable {
  private final Map<String, Long> sessionOf = new HashMap<>();
  private final Map<Long, Map<String, ConnectionRecord>> bySession = new HashMap<>();

  void opened(ConnectionOpened opened) {
    sessionOf.put(opened.connectionId(), opened.sessionNo());
    bySession
        .computeIfAbsent(opened.sessionNo(), first -> new LinkedHashMap<>())
        .put(opened.connectionId(), opened.connection());
  }

  void closed(ConnectionClosed closed) {
    Long session = sessionOf.remove(closed.connectionId());
    if (session != null) {
      bySession.computeIfPresent(
          session,
          (number, held) -> {
            held.remove(closed.connectionId());
            return held.isEmpty() ? null : held;
          });
    }
  }

  /** The sessions of those who may do more than look. */
  List<Long> inUse() {
    return bySession.entrySet().stream()
        .filter(held -> !held.getValue().values().stream().allMatch(ConnectionRecord::onlyLooks))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Those that last, the oldest of them first. */
  HeldWatchers.OfSession watchers(long sessionNo, int max) {
    List<WatcherRecord> there =
        bySession.getOrDefault(sessionNo, Map.of()).entrySet().stream()
            .filter(each -> !each.getValue().comesAndGoes())
            .map(each -> WatcherRecord.of(each.getKey(), each.getValue()))
            .toList();
    List<WatcherRecord> shown = there.subList(0, Math.min(max, there.size()));
    return new HeldWatchers.OfSession(sessionNo, shown, there.size() - shown.size());
  }

  /** The oldest of them, and how many there are beside. */
  HeldConnections of(long sessionNo, int max) {
    Map<String, ConnectionRecord> held = bySession.getOrDefault(sessionNo, Map.of());
    List<ConnectionRecord> shown = held.values().stream().limit(max).toList();
    return new HeldConnections(shown, held.size() - shown.size());
  }
}
