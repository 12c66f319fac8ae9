package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.ControlToken;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ControlState;
import dev.holdfast.shared.message.GetControl;
import dev.holdfast.shared.message.ReleaseControl;
import dev.holdfast.shared.message.TakeControl;
import dev.holdfast.shared.message.TakenControl;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who controls sessions. */
public final class Controls {
  /** The fields of a request for control. */
  public static final List<String> FIELDS = List.of("take_over", "label");

  public static final int TOKEN_MAX = 200;

  private final Bus bus;
  private final int leaseMs;

  /**
   * @param leaseMs milliseconds for which control is held if it is not renewed
   */
  public Controls(Bus bus, int leaseMs) {
    this.bus = bus;
    this.leaseMs = leaseMs;
  }

  /**
   * What somebody wants who asks for control.
   *
   * @param token with which to go on, if the asker had control before
   */
  public record Wish(String label, boolean takeOver, Optional<ControlToken> token) {
    /** By the fields named in {@link #FIELDS}. */
    public static Wish read(Fields fields, @Nullable String token) {
      return new Wish(
          Objects.requireNonNullElse(fields.textOrNull("label", 0, ControlState.LABEL_MAX), ""),
          EntryFields.flag(fields, "take_over", false),
          Optional.ofNullable(token).map(ControlToken::new));
    }
  }

  /**
   * Control that the asker has.
   *
   * @param token by which he has it, new or that with which he went on
   * @param leaseMs milliseconds for which he has it if it is not renewed
   */
  public record Taken(ControlToken token, TakenControl control, int leaseMs) {}

  /** Takes control, or prolongs it; fails with {@code not_in_control} where another one has it. */
  public Future<Taken> take(SessionRef session, Wish wish) {
    ControlToken fresh = ControlToken.mint();
    return bus.request(
            Addresses.TAKE_CONTROL,
            new TakeControl(
                session,
                wish.label(),
                wish.takeOver(),
                leaseMs,
                wish.token().map(ControlToken::hash),
                fresh.hash()))
        .map(taken ->
            new Taken(taken.resumed() ? wish.token().orElseThrow() : fresh, taken, leaseMs));
  }

  public Future<ControlState> release(SessionRef session, Claim claim) {
    return bus.request(Addresses.RELEASE_CONTROL, new ReleaseControl(session, claim));
  }

  public Future<ControlState> get(SessionRef session) {
    return bus.request(Addresses.GET_CONTROL, new GetControl(session));
  }
}
