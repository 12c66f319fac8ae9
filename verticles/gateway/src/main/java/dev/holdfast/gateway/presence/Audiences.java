package dev.holdfast.gateway.presence;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.bus.PresenceAddresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.Hint.HeldWatchers;
import dev.holdfast.shared.message.ListPods;
import dev.holdfast.shared.message.LivePods;
import dev.holdfast.shared.message.UnwatchPresence;
import dev.holdfast.shared.message.WatchPresence;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Keeps those who asked told of who watches their sessions. In rounds every live pod is asked for
 * all of these sessions together, so that what was lost or changed since is found by the next one,
 * and a storm of connections costs one list and not a message each. A pod that does not answer is
 * believed what it said last; one that the database gave up is believed nothing.
 *
 * <p>One round at a time; for one event loop.
 */
final class Audiences {
  private static final int SESSIONS_A_QUESTION = 100;

  private final PresenceConfig config;
  private final Bus bus;
  private final PodBus pods;
  private final PresenceTable table;
  private final Map<Long, Attendance> attendances = new HashMap<>();
  private LivePods alive;
  private boolean asking;

  Audiences(PresenceConfig config, Bus bus, PodBus pods, PresenceTable table) {
    this.config = config;
    this.bus = bus;
    this.pods = pods;
    this.table = table;
    this.alive = new LivePods(List.of(pods.self()));
  }

  Future<Boolean> add(WatchPresence wanted) {
    if (!attendances.containsKey(wanted.sessionNo()) && attendances.size() >= config.watchedMax()) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.TOO_MANY_REQUESTS,
              "gateway.presence_sessions_max of " + config.watchedMax() + " is reached"));
    }
    attendances
        .computeIfAbsent(wanted.sessionNo(), first -> new Attendance())
        .add(wanted.audience(), wanted.gateway());
    round();
    return Future.succeededFuture(true);
  }

  void remove(UnwatchPresence ended) {
    attendances.computeIfPresent(
        ended.sessionNo(),
        (number, attendance) -> {
          attendance.remove(ended.audience());
          return attendance.isIdle() ? null : attendance;
        });
  }

  /** Finds who came and left since the last one; does nothing while that goes on. */
  void round() {
    if (asking || attendances.isEmpty()) {
      return;
    }
    asking = true;
    Map<Long, Attendance> asked = Map.copyOf(attendances);
    bus.request(Addresses.LIST_PODS, new ListPods())
        .onSuccess(found -> alive = found)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .compose(known -> ask(asked))
        .onSuccess(unanswered -> settle(asked, unanswered))
        .onComplete(done -> asking = false);
  }

  /** The names of those that did not answer. */
  private Future<List<String>> ask(Map<Long, Attendance> asked) {
    TreeSet<String> unanswered = new TreeSet<>();
    List<Long> sessions = List.copyOf(asked.keySet());
    List<Future<HeldWatchers>> answers = new ArrayList<>();
    for (PodId pod : alive.pods()) {
      if (pod.address().equals(pods.self().address())) {
        continue;
      }
      for (int from = 0; from < sessions.size(); from += SESSIONS_A_QUESTION) {
        List<Long> some =
            sessions.subList(from, Math.min(from + SESSIONS_A_QUESTION, sessions.size()));
        answers.add(
            pods.ask(pod.address(), new Hint.AskWatchers(some), config.askMs())
                .onSuccess(answer -> take(asked, pod, some, answer))
                .onFailure(silent -> unanswered.add(pod.name())));
      }
    }
    return Future.join(answers)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .map(all -> List.copyOf(unanswered));
  }

  private static void take(
      Map<Long, Attendance> asked, PodId pod, List<Long> sessions, HeldWatchers answer) {
    Map<Long, HeldWatchers.OfSession> told =
        answer.sessions().stream()
            .collect(Collectors.toMap(HeldWatchers.OfSession::sessionNo, each -> each));
    for (Long session : sessions) {
      Attendance attendance = asked.get(session);
      if (attendance != null) {
        attendance.says(
            pod.address(),
            told.getOrDefault(session, new HeldWatchers.OfSession(session, List.of(), 0)));
      }
    }
  }

  private void settle(Map<Long, Attendance> asked, List<String> unanswered) {
    TreeSet<String> addresses = new TreeSet<>();
    alive.pods().forEach(pod -> addresses.add(pod.address()));
    addresses.add(pods.self().address());
    asked.forEach((session, attendance) -> {
      attendance.keep(addresses);
      attendance.says(pods.self().address(), table.watchers(session, config.shownMax()));
      attendance.settle(
          unanswered, (gateway, news) -> bus.tell(PresenceAddresses.news(gateway), news));
    });
  }
}
