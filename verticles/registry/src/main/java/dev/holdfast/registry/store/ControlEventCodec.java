package dev.holdfast.registry.store;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.ControlState;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/** The payload of the event that tells who controls a session from now on. */
final class ControlEventCodec {
  /** How control changed hands. */
  enum Cause {
    TAKEN,
    TAKEN_OVER,
    RELEASED
  }

  private ControlEventCodec() {}

  /**
   * The event.
   *
   * @param now as it is from now on; nobody where it was released
   * @param former who had it before, also where that lease had lapsed
   */
  static NewEvent changed(ControlState now, Optional<ControlState.Holder> former, Cause cause) {
    return new NewEvent(
        EventType.CONTROL_CHANGED,
        null,
        new JsonObject()
            .put("epoch", now.epoch())
            .put("holder", now.holder().map(ControlEventCodec::holder).orElse(null))
            .put("former", former.map(ControlEventCodec::holder).orElse(null))
            .put("cause", cause.name().toLowerCase(Locale.ROOT))
            .encode());
  }

  /** Not until when: that changes without an event. */
  private static JsonObject holder(ControlState.Holder holder) {
    return new JsonObject().put("id", holder.id()).put("label", holder.label());
  }
}
