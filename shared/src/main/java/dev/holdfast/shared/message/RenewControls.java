package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import java.util.List;

/**
 * The connections of these drivers stand: their leases are prolonged, those at least that are still
 * the current ones. One that could not be prolonged at once is left out; the next time will do.
 *
 * @param leaseMs milliseconds from now
 */
public record RenewControls(List<Claim.Driver> drivers, int leaseMs) {
  public RenewControls {
    drivers = List.copyOf(drivers);
  }
}
