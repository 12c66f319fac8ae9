package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.TaskJson;
import dev.holdfast.gateway.codec.TaskStatsJson;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Submission;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SharedSession;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.CountTasks;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskFilter;
import dev.holdfast.shared.message.TaskStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/tasks}: submit, read, list, count, cancel, take up again. */
public final class TaskRoutes {
  private final Submission submission;
  private final TaskQueries tasks;
  private final Sessions sessions;
  private final UsageRoutes usage;
  private final Views views;

  public TaskRoutes(Submission submission, TaskQueries tasks, Sessions sessions) {
    this.submission = submission;
    this.tasks = tasks;
    this.sessions = sessions;
    this.usage = new UsageRoutes(sessions, tasks.usages());
    this.views = new Views(sessions, tasks);
  }

  List<Route> routes() {
    return Stream.of(own(), new InputRoutes(tasks).routes(), usage.routes())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> own() {
    return List.of(
        Route.post("/api/tasks", this::submit),
        Route.get(
                "/api/tasks",
                List.of(
                    "session_id",
                    "status",
                    "limit",
                    "before",
                    "active",
                    "dead_letter",
                    "parent_task_id"),
                this::list)
            .alsoForViewers(),
        Route.get("/api/tasks/stats", List.of("session_id"), this::stats).alsoForViewers(),
        Route.get("/api/tasks/:task_id", this::get).alsoForViewers(),
        Route.post("/api/tasks/:task_id/cancel", this::cancel),
        Route.post("/api/tasks/:task_id/requeue", this::requeue));
  }

  private Future<Answer> submit(Call call) {
    TaskRequest request = TaskRequest.read(call.body(TaskRequest.FIELDS));
    Transport transport = call.transport();
    String key = call.idempotencyKey();
    Idempotency idempotency =
        key == null ? null : request.idempotency(key, transport == null ? null : transport.id());
    return submission
        .prepare(
            call.principal(),
            request,
            transport,
            idempotency,
            RequestIds.of(call.context().request()))
        .compose(prepared -> submission.complete(prepared, call.claim(), call.trace()))
        .map(TaskRoutes::submitted);
  }

  static Answer submitted(SubmittedTask submitted) {
    String text = JsonOut.object(out -> TaskJson.write(out, submitted.task()));
    return submitted.repeated()
        ? new Answer.Json(200, Map.of("Idempotency-Replayed", "true"), text)
        : new Answer.Json(201, Map.of("Location", "/api/tasks/" + submitted.task().taskId()), text);
  }

  private Future<Answer> get(Call call) {
    return views
        .task(call.access(), call.path("task_id"))
        .map(task -> Answer.json(200, out -> TaskJson.write(out, task)));
  }

  private Future<Answer> list(Call call) {
    Query query = call.query();
    TaskStatus status = TaskQueries.status(query.text("status"), ErrorCode.BAD_REQUEST);
    Long limit = query.number("limit", 1, TaskQueries.PAGE_MAX);
    Long before = query.number("before", 1, Long.MAX_VALUE);
    int size = limit == null ? TaskQueries.PAGE_DEFAULT : limit.intValue();
    TaskFilter filter =
        TaskQueries.filter(
            query.flag("active"), query.flag("dead_letter"), status, ErrorCode.BAD_REQUEST);
    String parent = query.text("parent_task_id");
    if (parent != null && (status != null || filter != TaskFilter.ALL)) {
      throw new Fault(ErrorCode.BAD_REQUEST, "parent_task_id goes with no other choice of tasks");
    }
    return sessionNumber(call)
        .compose(session ->
            tasks.list(
                new ListTasks(
                    call.principal(), session.orNull(), status, before, size, filter, parent)))
        .map(page -> Answer.json(200, out -> TaskJson.write(out, page)));
  }

  private Future<Answer> stats(Call call) {
    return sessionNumber(call)
        .compose(session -> tasks.count(new CountTasks(call.principal(), session.orNull())))
        .map(stats -> Answer.json(200, out -> TaskStatsJson.write(out, stats)));
  }

  private Future<Answer> requeue(Call call) {
    call.body(List.of());
    return tasks
        .get(call.principal(), call.path("task_id"))
        .compose(dead -> sessions.admit(dead.session(), SessionTool.SUBMIT_TASK, null))
        .compose(admitted -> tasks.requeue(call.principal(), call.path("task_id"), call.claim()))
        .map(TaskRoutes::submitted);
  }

  /** The session asked for, if any. */
  private record Filter(@Nullable Long orNull) {}

  private Future<Filter> sessionNumber(Call call) {
    String sessionId = call.query().text("session_id");
    return sessionId != null
        ? views.session(call.access(), sessionId).map(session -> new Filter(session.number()))
        : Future.succeededFuture(
            switch (call.access().scope()) {
              case KeyScope any -> new Filter(null);
              case SharedSession(SessionRef shared) -> new Filter(shared.number());
              case WorkerScope worker -> throw Views.forWorkersOnly();
            });
  }

  private Future<Answer> cancel(Call call) {
    call.body(List.of());
    return tasks
        .cancel(call.principal(), call.path("task_id"), call.claim())
        .map(task ->
            Answer.json(task.status().terminal() ? 200 : 202, out -> TaskJson.write(out, task)));
  }
}
