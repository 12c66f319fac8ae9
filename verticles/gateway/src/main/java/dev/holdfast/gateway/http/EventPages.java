package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.EventPageJson;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.ReadEvents;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events of a session or a task as one JSON document, at once or when there is one. The log is read
 * once; what comes later is watched for, as by every other transport.
 */
final class EventPages {
  private static final int MS_PER_SECOND = 1_000;

  private final Watches watches;
  private final Sessions sessions;

  EventPages(Watches watches, Sessions sessions) {
    this.watches = watches;
    this.sessions = sessions;
  }

  /** Whose events are asked for, authorised. */
  record Target(SessionRef session, Optional<TaskRecord> task) {
    @Nullable String taskId() {
      return task.map(TaskRecord::taskId).orElse(null);
    }

    /** The number of the task's last event, where that has been told. */
    OptionalLong endIn(EventPage page) {
      for (Event event : page.events()) {
        if (event.type().terminal() && event.taskId() != null && event.taskId().equals(taskId())) {
          return OptionalLong.of(event.seq());
        }
      }
      long last =
          task.filter(known -> known.status().terminal()).map(TaskRecord::lastSeq).orElse(0L);
      return last > 0 && page.next() >= last ? OptionalLong.of(last) : OptionalLong.empty();
    }
  }

  /**
   * The answer.
   *
   * @param slots gives a place for a request that has to wait
   */
  Future<Answer> answer(
      Call call,
      Target target,
      EventRequest request,
      EventRequest.Form.Page form,
      Supplier<Connections.Slot> slots) {
    return read(target, request, form.max())
        .compose(page -> {
          boolean waits =
              form.waitMs() > 0
                  && page.events().isEmpty()
                  && page.gaps().isEmpty()
                  && page.next() >= page.head()
                  && target.endIn(page).isEmpty();
          if (!waits) {
            return Future.succeededFuture(document(target, new LongPoll.Outcome(page, 0)));
          }
          return new LongPoll(call.context(), watches, slots.get(), page, form.max())
              .await(target.session(), request.filter(target.taskId()), form.waitMs())
              .map(outcome ->
                  document(
                      target,
                      new LongPoll.Outcome(
                          accepted(request, outcome.page()), outcome.retryAfterMs())));
        });
  }

  /**
   * What is there now.
   *
   * @throws Fault {@link ErrorCode#HISTORY_TRIMMED} where the first of it is a gap, which the
   *     client does not take; {@link ErrorCode#BAD_REQUEST} for a position past the end
   */
  Future<EventPage> read(Target target, EventRequest request, int max) {
    return sessions
        .events(
            new ReadEvents(target.session(), request.after(), request.filter(target.taskId()), max))
        .map(page -> {
          if (request.after() > page.head()) {
            throw new Fault(
                ErrorCode.BAD_REQUEST,
                "the position " + request.after() + " is past the newest event, " + page.head());
          }
          return accepted(request, page);
        });
  }

  /** For a client that takes no gap: what is before the first one. */
  private static EventPage accepted(EventRequest request, EventPage page) {
    if (request.gaps() || page.gaps().isEmpty()) {
      return page;
    }
    Gap first = page.gaps().getFirst();
    List<Event> before =
        page.events().stream().filter(event -> event.seq() < first.from()).toList();
    if (before.isEmpty()) {
      throw Fault.trimmed(Math.max(page.floor(), first.to()));
    }
    return new EventPage(before, List.of(), first.from() - 1, page.head(), page.floor());
  }

  private static Answer document(Target target, LongPoll.Outcome outcome) {
    EventPage page = outcome.page();
    String text =
        JsonOut.object(out -> {
          out.text("session_id", target.session().id()).text("task_id", target.taskId());
          EventPageJson.write(out, target.session().id(), page);
          out.number("next_after", page.next()).number("last_seq", page.head());
          target
              .endIn(page)
              .ifPresentOrElse(
                  seq ->
                      out.object(
                          "end", end -> end.text("reason", "task_finished").number("seq", seq)),
                  () -> out.json("end", null));
        });
    return new Answer.Json(200, headers(outcome.retryAfterMs()), text);
  }

  private static Map<String, String> headers(long retryAfterMs) {
    return retryAfterMs == 0
        ? Map.of("Cache-Control", "no-store")
        : Map.of(
            "Cache-Control",
            "no-store",
            "Retry-After",
            Long.toString(Math.ceilDiv(retryAfterMs, MS_PER_SECOND)));
  }
}
