package dev.holdfast.gateway.presence;

import dev.holdfast.shared.message.Hint.HeldWatchers;
import dev.holdfast.shared.message.PresenceNews;
import dev.holdfast.shared.message.WatcherRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Who watches one session, as its pods last said, and who wants to know. What a pod said is kept
 * under its address, which no other start of a process ever has.
 */
final class Attendance {
  private final Map<String, HeldWatchers.OfSession> held = new TreeMap<>();
  private final Map<Long, String> told = new HashMap<>();
  private final Map<Long, String> fresh = new HashMap<>();
  private List<WatcherRecord> last = List.of();

  void add(long audience, String gateway) {
    fresh.put(audience, gateway);
  }

  void remove(long audience) {
    fresh.remove(audience);
    told.remove(audience);
  }

  /** Whether nobody wants to know. */
  boolean isIdle() {
    return fresh.isEmpty() && told.isEmpty();
  }

  /** What a pod says it holds takes the place of what it said before. */
  void says(String podAddress, HeldWatchers.OfSession now) {
    held.put(podAddress, now);
  }

  /** Of pods that are no more nobody is there. */
  void keep(Set<String> alive) {
    held.keySet().retainAll(alive);
  }

  /**
   * Tells what has changed since it told before, and all of it to those who were not told yet.
   *
   * @param unanswered names of pods of which this is not what they hold now
   * @param tell takes a gateway and its news
   */
  void settle(List<String> unanswered, BiConsumer<String, PresenceNews> tell) {
    List<WatcherRecord> now =
        held.values().stream().flatMap(each -> each.watchers().stream()).toList();
    long more = held.values().stream().mapToLong(HeldWatchers.OfSession::more).sum();
    List<WatcherRecord> joined = without(now, last);
    List<WatcherRecord> left = without(last, now);
    last = now;
    if (!joined.isEmpty() || !left.isEmpty()) {
      byGateway(told)
          .forEach((gateway, audiences) ->
              tell.accept(
                  gateway,
                  new PresenceNews(audiences, false, joined, left, now, more, unanswered)));
    }
    byGateway(fresh)
        .forEach((gateway, audiences) ->
            tell.accept(
                gateway,
                new PresenceNews(audiences, true, List.of(), List.of(), now, more, unanswered)));
    told.putAll(fresh);
    fresh.clear();
  }

  private static List<WatcherRecord> without(List<WatcherRecord> these, List<WatcherRecord> those) {
    Set<WatcherRecord> gone = new HashSet<>(those);
    return these.stream().filter(each -> !gone.contains(each)).toList();
  }

  private static Map<String, List<Long>> byGateway(Map<Long, String> audiences) {
    Map<String, List<Long>> of = new TreeMap<>();
    audiences.forEach((audience, gateway) ->
        of.computeIfAbsent(gateway, first -> new ArrayList<>()).add(audience));
    return of;
  }
}
