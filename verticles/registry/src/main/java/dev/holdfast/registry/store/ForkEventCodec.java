package dev.holdfast.registry.store;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.ForkedFrom;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The payload of the event that divides a fork's copied history from its own. */
final class ForkEventCodec {
  private ForkEventCodec() {}

  static NewEvent forked(ForkedFrom from, @Nullable String reason) {
    return new NewEvent(
        EventType.SESSION_FORKED,
        null,
        new JsonObject()
            .put("session_id", from.sessionId())
            .put("seq", from.seq())
            .put("reason", reason)
            .encode());
  }
}
