package dev.holdfast.shared.bus;

import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.Hint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hints between pods. One address for each pod and receiving verticle, whatever the number of
 * sessions, sockets and tasks: registrations are what a dying pod leaves behind, and few of them
 * are soon forgotten.
 *
 * <p>Delivery is at most once; hints to a pod that is gone vanish silently.
 */
public final class PodBus {
  private static final String TASKS = "tasks";
  private static final String BROADCAST = "broadcast";
  private static final String PRESENCE = "presence";
  private static final String REGISTRY = "registry";

  private final Vertx vertx;
  private final PodId self;
  private final boolean dropAll;
  private final DeliveryOptions options =
      new DeliveryOptions().setCodecName(HintCodec.NAME).setSendTimeout(2_000);

  /**
   * @param dropAll for trials: send nothing, so that everything has to arrive through the log
   */
  public PodBus(Vertx vertx, PodId self, boolean dropAll) {
    this.vertx = vertx;
    this.self = self;
    this.dropAll = dropAll;
  }

  public PodId self() {
    return self;
  }

  /** Sends to a pod's tasks by the pod's address; does nothing for this pod itself. */
  public void hint(String podAddress, Hint.ToTasks hint) {
    send(podAddress, TASKS, hint);
  }

  /** Sends to a pod's broadcast by the pod's address; does nothing for this pod itself. */
  public void hint(String podAddress, Hint.ToBroadcast hint) {
    send(podAddress, BROADCAST, hint);
  }

  /** Takes hints for this pod's tasks on the calling verticle's context. */
  public void receiveForTasks(Consumer<Hint.ToTasks> handler) {
    receive(TASKS, Hint.ToTasks.class, handler);
  }

  /** Takes hints for this pod's broadcast on the calling verticle's context. */
  public void receiveForBroadcast(Consumer<Hint.ToBroadcast> handler) {
    receive(BROADCAST, Hint.ToBroadcast.class, handler);
  }

  /**
   * Asks another pod for its connections.
   *
   * @return fails where no answer comes within so many milliseconds, for whatever cause
   */
  public Future<Hint.HeldConnections> ask(
      String podAddress, Hint.AskConnections question, long timeoutMs) {
    return ask(podAddress, question, Hint.HeldConnections.class, timeoutMs);
  }

  /**
   * Asks another pod who watches.
   *
   * @return fails where no answer comes within so many milliseconds, for whatever cause
   */
  public Future<Hint.HeldWatchers> ask(
      String podAddress, Hint.AskWatchers question, long timeoutMs) {
    return ask(podAddress, question, Hint.HeldWatchers.class, timeoutMs);
  }

  /**
   * Asks another pod what it says of itself.
   *
   * @return fails where no answer comes within so many milliseconds, for whatever cause
   */
  public Future<Hint.OwnFacts> ask(String podAddress, Hint.AskFacts question, long timeoutMs) {
    return ask(podAddress, question, Hint.OwnFacts.class, timeoutMs);
  }

  /**
   * Asks another pod to answer a question from the store from now on.
   *
   * @return fails where no answer comes within so many milliseconds, for whatever cause
   */
  public Future<Hint.Held> ask(String podAddress, Hint.ToRegistry wish, long timeoutMs) {
    return ask(podAddress, REGISTRY, wish, Hint.Held.class, timeoutMs);
  }

  private <A extends Hint.FromPresence> Future<A> ask(
      String podAddress, Hint.ToPresence question, Class<A> kind, long timeoutMs) {
    return ask(podAddress, PRESENCE, question, kind, timeoutMs);
  }

  private <A extends Hint> Future<A> ask(
      String podAddress, String receiver, Hint question, Class<A> kind, long timeoutMs) {
    if (dropAll) {
      return Future.failedFuture("hints are dropped");
    }
    DeliveryOptions asking =
        new DeliveryOptions().setCodecName(HintCodec.NAME).setSendTimeout(timeoutMs);
    return vertx
        .eventBus()
        .<Hint>request(name(podAddress, receiver), question, asking)
        .map(reply -> kind.cast(reply.body()));
  }

  /** Answers what other pods ask, on the calling verticle's context. */
  public void answerForPresence(Function<Hint.ToPresence, Hint.FromPresence> handler) {
    answer(PRESENCE, Hint.ToPresence.class, handler);
  }

  /** Does what other pods ask of this pod's registry, on the calling verticle's context. */
  public void answerForRegistry(Function<Hint.ToRegistry, Hint.FromRegistry> handler) {
    answer(REGISTRY, Hint.ToRegistry.class, handler);
  }

  private <Q extends Hint> void answer(
      String receiver, Class<Q> kind, Function<Q, ? extends Hint> handler) {
    vertx
        .eventBus()
        .<Hint>consumer(
            name(self.address(), receiver),
            message -> message.reply(handler.apply(kind.cast(message.body())), options));
  }

  private void send(String podAddress, String receiver, Hint hint) {
    if (!dropAll && !podAddress.equals(self.address())) {
      vertx.eventBus().send(name(podAddress, receiver), hint, options);
    }
  }

  private <H extends Hint> void receive(String receiver, Class<H> kind, Consumer<H> handler) {
    vertx
        .eventBus()
        .<Hint>consumer(
            name(self.address(), receiver), message -> handler.accept(kind.cast(message.body())));
  }

  private static String name(String podAddress, String receiver) {
    return "pod." + podAddress + "." + receiver;
  }
}
