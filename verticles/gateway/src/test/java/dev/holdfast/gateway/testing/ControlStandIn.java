package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.ControlState;
import dev.holdfast.shared.message.ControlState.Holder;
import dev.holdfast.shared.message.ReleaseControl;
import dev.holdfast.shared.message.TakeControl;
import dev.holdfast.shared.message.TakenControl;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Control of sessions: the same contract, in memory and without lapses, for one test. */
public final class ControlStandIn {
  private record Lease(ControlState state, String hash) {}

  private static final ControlState NOBODY = new ControlState(0, false, Optional.empty());

  private final Map<Long, Lease> leases = new ConcurrentHashMap<>();

  void serve(Desk desk) {
    desk.answer(Addresses.TAKE_CONTROL, this::take);
    desk.answer(Addresses.RELEASE_CONTROL, this::release);
    desk.answer(Addresses.GET_CONTROL, question -> state(question.session().number()));
  }

  private ControlState state(long session) {
    Lease lease = leases.get(session);
    return lease == null ? NOBODY : lease.state();
  }

  private TakenControl take(TakeControl wanted) {
    long session = wanted.session().number();
    Lease lease = leases.get(session);
    if (lease != null && wanted.current().filter(lease.hash()::equals).isPresent()) {
      return new TakenControl(lease.state(), true);
    }
    ControlState before = state(session);
    if (before.held() && !wanted.takeOver()) {
      throw refused();
    }
    long epoch = before.epoch() + 1;
    Holder holder = new Holder("drv_" + epoch, wanted.label(), Others.NOW);
    ControlState now = new ControlState(epoch, true, Optional.of(holder));
    leases.put(session, new Lease(now, wanted.newHash()));
    return new TakenControl(now, false);
  }

  private ControlState release(ReleaseControl wanted) {
    long session = wanted.session().number();
    Lease lease = leases.get(session);
    if (lease == null || !lease.state().held()) {
      return state(session);
    }
    if (wanted.claim().hashFor(session).filter(lease.hash()::equals).isEmpty()) {
      throw refused();
    }
    ControlState free = new ControlState(lease.state().epoch(), false, Optional.empty());
    leases.put(session, new Lease(free, ""));
    return free;
  }

  private static Fault refused() {
    return new Fault(ErrorCode.NOT_IN_CONTROL, ErrorCode.NOT_IN_CONTROL.meaning());
  }
}
