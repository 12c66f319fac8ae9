package dev.holdfast.broadcast.fanout;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The watchers of this pod, by number and by session; for one event loop. */
final class WatchTable {
  private final Map<Long, Watcher> byId = new HashMap<>();
  private final Map<Long, Map<Long, Watcher>> bySession = new HashMap<>();

  int size() {
    return byId.size();
  }

  /**
   * Adds a watcher.
   *
   * @return whether it is the first of its session
   */
  boolean add(Watcher watcher) {
    byId.put(watcher.id(), watcher);
    Map<Long, Watcher> ofSession =
        bySession.computeIfAbsent(watcher.sessionNo(), session -> new LinkedHashMap<>());
    ofSession.put(watcher.id(), watcher);
    return ofSession.size() == 1;
  }

  void remove(long id) {
    Watcher watcher = byId.remove(id);
    if (watcher != null) {
      bySession.computeIfPresent(
          watcher.sessionNo(),
          (session, ofSession) -> {
            ofSession.remove(id);
            return ofSession.isEmpty() ? null : ofSession;
          });
    }
  }

  @Nullable Watcher find(long id) {
    return byId.get(id);
  }

  Collection<Watcher> of(long sessionNo) {
    Map<Long, Watcher> ofSession = bySession.get(sessionNo);
    return ofSession == null ? List.of() : ofSession.values();
  }

  Set<Long> sessions() {
    return Set.copyOf(bySession.keySet());
  }
}
