package dev.holdfast.gateway.http;

import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Turns;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The events of a session, and of one task up to its end: as a stream, or as a document that may
 * wait for the next of them.
 */
public final class EventRoutes {
  private final ConnectionConfig config;
  private final Connections connections;
  private final Watches watches;
  private final Turns openings;
  private final PollConfig polls;
  private final Views views;
  private final EventPages pages;

  public EventRoutes(
      ConnectionConfig config,
      PollConfig polls,
      Connections connections,
      Watches watches,
      Turns openings,
      Sessions sessions,
      TaskQueries tasks) {
    this.config = config;
    this.polls = polls;
    this.connections = connections;
    this.watches = watches;
    this.openings = openings;
    this.views = new Views(sessions, tasks);
    this.pages = new EventPages(watches, sessions);
  }

  List<Route> routes() {
    return List.of(
        Route.stream(
                "/api/sessions/:session_id/events",
                EventRequest.PARAMETERS,
                call -> session(call, call.path("session_id")))
            .alsoForViewers(),
        Route.stream(
                "/api/sse",
                Stream.concat(Stream.of("session_id"), EventRequest.PARAMETERS.stream()).toList(),
                call -> session(call, call.query().required("session_id")))
            .alsoForViewers(),
        Route.stream("/api/tasks/:task_id/events", EventRequest.PARAMETERS, this::task)
            .alsoForViewers());
  }

  private Future<Answer> session(Call call, String sessionId) {
    EventRequest request = EventRequest.read(call, polls);
    return opening(call, request, () -> views.session(call.access(), sessionId))
        .compose(
            session -> answer(call, new EventPages.Target(session, Optional.empty()), request));
  }

  private Future<Answer> task(Call call) {
    EventRequest request = EventRequest.read(call, polls);
    return opening(call, request, () -> views.task(call.access(), call.path("task_id")))
        .compose(task ->
            answer(call, new EventPages.Target(task.session(), Optional.of(task)), request));
  }

  private static boolean isGone(Call call) {
    return call.context().response().closed();
  }

  /** Streams come in storms, when a pod is gone; pages do not. */
  private <T> Future<T> opening(Call call, EventRequest request, Supplier<Future<T>> step) {
    return switch (request.form()) {
      case EventRequest.Form.Page page -> step.get();
      case EventRequest.Form.Stream() -> openings.take(() -> isGone(call), step);
    };
  }

  private Future<Answer> answer(Call call, EventPages.Target target, EventRequest request) {
    return switch (request.form()) {
      case EventRequest.Form.Page page ->
          pages.answer(
              call,
              target,
              request,
              page,
              () -> place(call, target.session(), Connections.Kind.LONG_POLL));
      case EventRequest.Form.Stream() ->
          request.gaps() || request.after() == Watch.NOW
              ? follow(call, target, request)
              : openings
                  .take(() -> isGone(call), () -> pages.read(target, request, 1))
                  .compose(whole -> follow(call, target, request));
    };
  }

  private Future<Answer> follow(Call call, EventPages.Target target, EventRequest request) {
    Connections.Slot slot = place(call, target.session(), Connections.Kind.SSE);
    EventStream stream = new EventStream(call.context(), config, watches, slot);
    Optional<TaskRecord> ended =
        target.task().filter(task -> task.status().terminal() && request.isPast(task.lastSeq()));
    if (ended.isPresent()) {
      stream.endAtOnce(ended.get().taskId(), ended.get().lastSeq());
      return Future.succeededFuture(new Answer.Streaming());
    }
    Integer max = request.max();
    return (max == null ? stream : stream.endAfter(max))
        .follow(target.session(), request.filter(target.taskId()), request.after())
        .onSuccess(head -> endMissed(call, target, request, head, stream))
        .map(new Answer.Streaming());
  }

  /**
   * A task that ended after it was read and before it was watched from now on has no more to say.
   */
  private void endMissed(
      Call call, EventPages.Target target, EventRequest request, long head, EventStream stream) {
    if (request.after() == Watch.NOW && target.task().isPresent()) {
      views
          .task(call.access(), target.task().get().taskId())
          .onSuccess(task -> {
            if (task.status().terminal() && task.lastSeq() <= head) {
              stream.endNow(task.taskId(), task.lastSeq());
            }
          })
          .onFailure(failure -> stream.end(Fault.of(failure)));
    }
  }

  private Connections.Slot place(Call call, SessionRef session, Connections.Kind kind) {
    HttpServerRequest request = call.context().request();
    Connections.Slot slot =
        connections.admit(request.remoteAddress(), request.headers(), call.principal());
    slot.present(kind, session, null);
    slot.rest(call.access().proof());
    return slot;
  }
}
