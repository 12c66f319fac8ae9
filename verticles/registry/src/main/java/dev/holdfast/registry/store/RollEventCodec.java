package dev.holdfast.registry.store;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.NewEvent;
import io.vertx.core.json.JsonObject;

/** The payload of the event that names both sessions, in the log of either. */
final class RollEventCodec {
  private RollEventCodec() {}

  static NewEvent rolled(String sessionId, String nextId) {
    return new NewEvent(
        EventType.SESSION_ROLLED,
        null,
        new JsonObject().put("session_id", sessionId).put("next_session_id", nextId).encode());
  }
}
