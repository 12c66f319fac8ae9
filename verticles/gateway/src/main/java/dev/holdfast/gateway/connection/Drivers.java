package dev.holdfast.gateway.connection;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.message.RenewControls;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections of this instance that took control of their session. As long as one stands its
 * lease is renewed; when it is gone nobody renews it, and it lapses: by then the same client may be
 * back with its token.
 */
public final class Drivers {
  /**
   * In a lease. A try leaves out a session whose row a command holds at that moment, and writes
   * nothing where most of the lease is left: so there are many.
   */
  private static final int TRIES = 30;

  private static final int BATCH = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final int leaseMs;
  private final Set<Seat> seats = new HashSet<>();

  public Drivers(Vertx vertx, Bus bus, int leaseMs) {
    this.vertx = vertx;
    this.bus = bus;
    this.leaseMs = leaseMs;
  }

  /** A driver's place; leave it when the connection is gone or drives no more. */
  public final class Seat {
    private final Claim.Driver driver;

    private Seat(Claim.Driver driver) {
      this.driver = driver;
    }

    public Claim.Driver driver() {
      return driver;
    }

    public void leave() {
      seats.remove(this);
    }
  }

  /** Begins, on the calling verticle's context. */
  public void begin() {
    vertx.setPeriodic(Math.max(1, leaseMs / TRIES), tick -> renew());
  }

  public Seat seat(Claim.Driver driver) {
    Seat seat = new Seat(driver);
    seats.add(seat);
    return seat;
  }

  private void renew() {
    List<Claim.Driver> drivers = seats.stream().map(Seat::driver).distinct().toList();
    for (int from = 0; from < drivers.size(); from += BATCH) {
      List<Claim.Driver> some = drivers.subList(from, Math.min(from + BATCH, drivers.size()));
      bus.tell(Addresses.RENEW_CONTROLS, new RenewControls(some, leaseMs));
    }
  }
}
