package dev.holdfast.gateway.http;

import dev.holdfast.gateway.session.EventTypes;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.Watch;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a stream of events.
 *
 * @param after the position, or {@link Watch#NOW}
 * @param types only these; none for all
 * @param gaps whether the client takes what is left where history was trimmed
 * @param max at most so many events; null for as many as come
 */
record EventRequest(
    Form form, long after, Set<EventType> types, boolean gaps, @Nullable Integer max) {
  static final List<String> PARAMETERS =
      List.of("after", "wait_ms", "max_events", EventTypes.FIELD, "on_gap");

  private static final int EVENTS_DEFAULT = 200;
  private static final String NOW = "now";
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  /** How it is answered. */
  sealed interface Form {
    /** As server-sent events, for as long as it lasts. */
    record Stream() implements Form {}

    /** Once, as JSON; where there is nothing yet, after so many milliseconds at the latest. */
    record Page(int waitMs, int max) implements Form {}
  }

  EventRequest {
    types = Set.copyOf(types);
  }

  static EventRequest read(Call call, PollConfig config) {
    Query query = call.query();
    Long wait = query.number("wait_ms", 0, config.waitMsMax());
    Long max = query.number("max_events", 1, config.eventsMax());
    Form form = form(call.header("Accept"), wait, max, config);
    if (form instanceof Form.Stream && wait != null) {
      throw bad("wait_ms does not go with text/event-stream");
    }
    return new EventRequest(
        form,
        position(call),
        EventTypes.of(query.text(EventTypes.FIELD)),
        gaps(query.text("on_gap"), form),
        max == null ? null : max.intValue());
  }

  EventFilter filter(@Nullable String taskId) {
    return new EventFilter(taskId, types);
  }

  /** Whether everything up to this number is behind the position. */
  boolean isPast(long seq) {
    return after == Watch.NOW || after >= seq;
  }

  private static Form form(
      @Nullable String accept, @Nullable Long wait, @Nullable Long max, PollConfig config) {
    String types = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
    boolean once =
        !types.contains("text/event-stream")
            && (types.contains("application/json") || wait != null || max != null);
    return once
        ? new Form.Page(
            wait == null ? 0 : wait.intValue(),
            max == null ? Math.min(EVENTS_DEFAULT, config.eventsMax()) : max.intValue())
        : new Form.Stream();
  }

  /** A reconnecting EventSource repeats its URL, so its header is the newer of the two. */
  private static long position(Call call) {
    String given = call.query().text("after");
    long after = 0;
    if (NOW.equals(given)) {
      after = Watch.NOW;
    } else if (given != null) {
      after = Query.number("query parameter after", given, 0, Long.MAX_VALUE);
    }
    String last = call.header(LAST_EVENT_ID);
    return last == null || last.isEmpty()
        ? after
        : Query.number(LAST_EVENT_ID, last, 0, Long.MAX_VALUE);
  }

  /** An EventSource could do nothing with a refusal: it would give up for good. */
  private static boolean gaps(@Nullable String given, Form form) {
    if (given == null) {
      return form instanceof Form.Stream;
    }
    return switch (given) {
      case "continue" -> true;
      case "refuse" -> false;
      default -> throw bad("query parameter on_gap must be continue or refuse");
    };
  }

  private static Fault bad(String detail) {
    return new Fault(ErrorCode.BAD_REQUEST, detail);
  }
}
