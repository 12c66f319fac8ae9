package dev.holdfast.shared.bus;

import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.Hint;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.function.Consumer;

/**
 * Hints between pods. One address for each pod and receiving verticle, whatever the number of
 * sessions, sockets and tasks: registrations are what a dying pod leaves behind, and few of them
 * are soon forgotten.
 *
 * <p>Delivery is at most once; hints to a pod that is gone vanish silently.
 */
public final class PodBus {
  /** The verticles that take hints from other pods. */
  public enum Receiver {
    TASKS,
    BROADCAST
  }

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

  /** Sends to a pod by its address; does nothing for this pod itself. */
  public void hint(String podAddress, Receiver receiver, Hint hint) {
    if (!dropAll && !podAddress.equals(self.address())) {
      vertx.eventBus().send(name(podAddress, receiver), hint, options);
    }
  }

  /** Takes hints for this pod on the calling verticle's context. */
  public void receive(Receiver receiver, Consumer<Hint> handler) {
    vertx
        .eventBus()
        .<Hint>consumer(name(self.address(), receiver), message -> handler.accept(message.body()));
  }

  private static String name(String podAddress, Receiver receiver) {
    return "pod." + podAddress + "." + receiver;
  }
}
