package dev.holdfast.registry.control;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.ControlRenewalStore;
import dev.holdfast.registry.store.ControlStore;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.shared.message.ControlState;
import dev.holdfast.shared.message.GetControl;
import dev.holdfast.shared.message.ReleaseControl;
import dev.holdfast.shared.message.RenewControls;
import dev.holdfast.shared.message.TakeControl;
import dev.holdfast.shared.message.TakenControl;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for control of sessions. */
public final class Control {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);

  private final ControlStore store;
  private final ControlRenewalStore renewals;
  private final Deadline deadline;
  private final Bus bus;

  private Control(ControlStore store, ControlRenewalStore renewals, Deadline deadline, Bus bus) {
    this.store = store;
    this.renewals = renewals;
    this.deadline = deadline;
    this.bus = bus;
  }

  /** On the calling verticle's context. */
  public static void serve(Bus bus, Postgres postgres, Deadline deadline) {
    Control control =
        new Control(new ControlStore(postgres), new ControlRenewalStore(postgres), deadline, bus);
    bus.answer(Addresses.TAKE_CONTROL, control::take);
    bus.answer(Addresses.RELEASE_CONTROL, control::release);
    bus.answer(Addresses.GET_CONTROL, control::get);
    bus.listen(Addresses.RENEW_CONTROLS, control::renew);
  }

  private Future<TakenControl> take(TakeControl wanted) {
    return deadline
        .limit(store.take(wanted))
        .map(taken -> {
          tell(wanted.session().number(), taken.events());
          return taken.control();
        });
  }

  private Future<ControlState> release(ReleaseControl wanted) {
    return deadline
        .limit(store.release(wanted))
        .map(released -> {
          tell(wanted.session().number(), released.events());
          return released.state();
        });
  }

  private Future<ControlState> get(GetControl wanted) {
    return deadline.limit(store.get(wanted.session()));
  }

  private void renew(RenewControls wanted) {
    deadline
        .limit(renewals.renew(wanted))
        .onFailure(failure -> LOG.warn("control was not renewed: {}", failure.toString()));
  }

  private void tell(long sessionNo, List<Event> events) {
    if (!events.isEmpty()) {
      bus.tell(Addresses.COMMITTED, new Committed(sessionNo, events));
    }
  }
}
