package dev.holdfast.gateway.codec;

import dev.holdfast.shared.identity.ControlToken;
import dev.holdfast.shared.message.ControlState;
import dev.holdfast.shared.message.TakenControl;

/** Control of sessions as every protocol shows it. */
public final class ControlJson {
  private ControlJson() {}

  /** Writes {@code epoch}, {@code held} and {@code holder}. */
  public static void write(JsonOut out, ControlState state) {
    out.number("epoch", state.epoch()).flag("held", state.held());
    state
        .holder()
        .ifPresentOrElse(
            holder ->
                out.object(
                    "holder",
                    inner ->
                        inner
                            .text("id", holder.id())
                            .text("label", holder.label())
                            .text("until", holder.until())),
            () -> out.json("holder", null));
  }

  /** Writes the same, the token that holds it, and for how long it does. */
  public static void write(JsonOut out, TakenControl taken, ControlToken token, int leaseMs) {
    write(out, taken.state());
    out.flag("resumed", taken.resumed())
        .text("control_token", token.secret())
        .number("lease_ms", leaseMs);
  }
}
