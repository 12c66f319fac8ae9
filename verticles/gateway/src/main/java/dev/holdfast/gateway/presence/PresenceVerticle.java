package dev.holdfast.gateway.presence;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.bus.PresenceAddresses;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.ConnectionRecord;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.ListConnections;
import dev.holdfast.shared.message.ListPods;
import dev.holdfast.shared.message.LiveConnections;
import dev.holdfast.shared.message.LivePods;
import dev.holdfast.shared.message.PodFacts;
import dev.holdfast.shared.message.SessionsInUse;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Knows the connections of this pod, and asks the others for theirs; one instance for each pod, on
 * one event loop, started before the gateway's.
 *
 * <p>Which pods there are the database says; what they hold only they can say. Each is waited for
 * no longer than {@code gateway.connections_ask_ms}.
 */
public final class PresenceVerticle extends VerticleBase {
  private final PresenceConfig config;
  private final Bus bus;
  private final PodBus pods;
  private final Roll roll;
  private final PresenceTable table = new PresenceTable();

  /** What one pod said, if anything. */
  private record Told(PodId pod, Future<Hint.HeldConnections> answer) {}

  /**
   * @param own what this pod says of itself, at any time
   */
  public PresenceVerticle(PresenceConfig config, Bus bus, PodBus pods, Supplier<PodFacts> own) {
    this.config = config;
    this.bus = bus;
    this.pods = pods;
    this.roll = new Roll(config, bus, pods, own);
  }

  @Override
  public Future<?> start() {
    bus.listen(Addresses.CONNECTION_OPENED, table::opened);
    bus.listen(Addresses.CONNECTION_CLOSED, table::closed);
    bus.answer(Addresses.LIST_CONNECTIONS, this::list);
    bus.answer(PresenceAddresses.DESCRIBE_CLUSTER, question -> roll.call());
    vertx.setPeriodic(
        config.useMs(),
        timer -> bus.tell(Addresses.SESSIONS_IN_USE, new SessionsInUse(table.inUse())));
    pods.answerForPresence(question ->
        switch (question) {
          case Hint.AskConnections(long sessionNo) -> table.of(sessionNo, config.shownMax());
          case Hint.AskFacts asked -> roll.told();
          case Hint.AskWatchers(List<Long> sessions) ->
              new Hint.HeldWatchers(
                  sessions.stream()
                      .map(each -> table.watchers(each, config.shownMax()))
                      .filter(each -> !each.watchers().isEmpty())
                      .toList());
        });
    Audiences audiences = new Audiences(config, bus, pods, table);
    bus.answer(PresenceAddresses.WATCH, audiences::add);
    bus.listen(PresenceAddresses.UNWATCH, audiences::remove);
    vertx.setPeriodic(config.watchMs(), timer -> audiences.round());
    return Future.succeededFuture();
  }

  private Future<LiveConnections> list(ListConnections wanted) {
    return bus.request(Addresses.LIST_PODS, new ListPods())
        .compose(alive -> ask(alive, wanted.sessionNo()));
  }

  private Future<LiveConnections> ask(LivePods alive, long sessionNo) {
    List<Told> told = new ArrayList<>();
    told.add(new Told(pods.self(), Future.succeededFuture(table.of(sessionNo, config.shownMax()))));
    for (PodId pod : alive.pods()) {
      if (!pod.address().equals(pods.self().address())) {
        told.add(
            new Told(
                pod, pods.ask(pod.address(), new Hint.AskConnections(sessionNo), config.askMs())));
      }
    }
    return Future.join(told.stream().map(Told::answer).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .map(all -> gathered(told));
  }

  private static LiveConnections gathered(List<Told> told) {
    List<ConnectionRecord> connections = new ArrayList<>();
    List<String> unanswered = new ArrayList<>();
    long more = 0;
    for (Told each : told) {
      if (each.answer().succeeded()) {
        connections.addAll(each.answer().result().connections());
        more += each.answer().result().more();
      } else {
        unanswered.add(each.pod().name());
      }
    }
    return new LiveConnections(connections, more, unanswered);
  }
}
