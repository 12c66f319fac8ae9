package dev.holdfast.broadcast.fanout;

import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.Pods;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The way of a committed batch through the fleet: here, to the session's home, and from there to
 * the pods that watch it. Each step is a hint that may be lost. For one event loop.
 */
public final class Router {
  private final PodBus bus;
  private final Consumer<Committed> here;
  private final InterestTable interest;
  private List<String> pods;

  /**
   * A router that knows only its own pod.
   *
   * @param here brings a batch to this pod's watchers
   */
  public Router(PodBus bus, Consumer<Committed> here, long interestTtlNanos) {
    this.bus = bus;
    this.here = here;
    this.interest = new InterestTable(interestTtlNanos, System::nanoTime);
    this.pods = List.of(bus.self().address());
  }

  /** A batch that was committed by this pod. */
  public void committed(Committed batch) {
    here.accept(batch);
    String home = Homes.of(batch.sessionNo(), pods);
    if (home.equals(self())) {
      forward(self(), batch);
    } else {
      bus.hint(home, new Hint.Route(self(), batch));
    }
  }

  public void take(Hint.ToBroadcast hint) {
    switch (hint) {
      case Hint.Route route -> {
        here.accept(route.committed());
        forward(route.from(), route.committed());
      }
      case Hint.Forward forward -> here.accept(forward.committed());
      case Hint.Interest noted -> interest.note(noted.from(), noted.sessions());
    }
  }

  /**
   * The fleet as it is now.
   *
   * @return whether it changed, so that homes have to be told again what is watched here
   */
  public boolean pods(Pods now) {
    boolean changed = !now.addresses().isEmpty() && !now.addresses().equals(pods);
    if (changed) {
      pods = now.addresses();
    }
    return changed;
  }

  /** Tells the homes of these sessions that they are watched here. */
  public void announce(Collection<Long> sessions) {
    Map<String, List<Long>> byHome = new HashMap<>();
    for (Long session : sessions) {
      byHome.computeIfAbsent(Homes.of(session, pods), home -> new ArrayList<>()).add(session);
    }
    byHome.forEach((home, theirs) -> bus.hint(home, new Hint.Interest(self(), theirs)));
  }

  public void sweep() {
    interest.sweep();
  }

  private void forward(String origin, Committed batch) {
    for (String pod : interest.of(batch.sessionNo())) {
      if (!pod.equals(origin)) {
        bus.hint(pod, new Hint.Forward(batch));
      }
    }
  }

  private String self() {
    return bus.self().address();
  }
}
