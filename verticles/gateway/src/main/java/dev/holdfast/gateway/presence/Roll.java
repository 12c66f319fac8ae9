package dev.holdfast.gateway.presence;

import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.bus.PresenceAddresses;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.ClusterState;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.ListPodRecords;
import dev.holdfast.shared.message.PodFacts;
import dev.holdfast.shared.message.PodRecord;
import dev.holdfast.shared.message.PodState;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls the roll of the cluster: which pods there are the database says, how each is only it can
 * say. All are asked at once, and each is waited for no longer than {@code
 * gateway.connections_ask_ms}.
 */
final class Roll {
  private final PresenceConfig config;
  private final Bus bus;
  private final PodBus pods;
  private final Supplier<PodFacts> own;

  Roll(PresenceConfig config, Bus bus, PodBus pods, Supplier<PodFacts> own) {
    this.config = config;
    this.bus = bus;
    this.pods = pods;
    this.own = own;
  }

  Future<ClusterState> call() {
    return bus.request(PresenceAddresses.LIST_POD_RECORDS, new ListPodRecords())
        .compose(alive -> Future.all(alive.pods().stream().map(this::state).toList()))
        .map(answers -> new ClusterState(answers.<PodState>list()));
  }

  /** Never fails: a pod that does not answer is told as such. */
  private Future<PodState> state(PodRecord record) {
    return facts(record.pod()).map(facts -> new PodState(record, facts));
  }

  private Future<Optional<PodFacts>> facts(PodId pod) {
    if (pod.address().equals(pods.self().address())) {
      return Future.succeededFuture(Optional.of(own.get()));
    }
    return pods.ask(pod.address(), new Hint.AskFacts(pods.self().address()), config.askMs())
        .map(answer -> Optional.of(answer.facts()))
        .otherwise(Optional.empty());
  }

  /** For the pod that asks. */
  Hint.OwnFacts told() {
    return new Hint.OwnFacts(own.get());
  }
}
