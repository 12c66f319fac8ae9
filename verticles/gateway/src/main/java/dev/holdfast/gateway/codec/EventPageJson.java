package dev.holdfast.gateway.codec;

import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.EventPage;

/** Pages of events, and what is missing in them, as every protocol shows them. */
public final class EventPageJson {
  private EventPageJson() {}

  /** Writes the events and the gaps; not where to go on. */
  public static void write(JsonOut out, String sessionId, EventPage page) {
    out.objects("events", page.events(), (each, event) -> EventJson.write(each, sessionId, event))
        .objects("gaps", page.gaps(), EventPageJson::write);
  }

  /** Writes the numbers that are missing, and why. */
  public static void write(JsonOut out, Gap gap) {
    out.number("from", gap.from()).number("to", gap.to()).text("reason", Gap.REASON);
  }
}
