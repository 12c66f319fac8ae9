package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.InputJson;
import dev.holdfast.gateway.codec.TaskJson;
import dev.holdfast.gateway.session.InputAnswer;
import dev.holdfast.gateway.session.TaskMessage;
import dev.holdfast.gateway.session.TaskQueries;
import io.vertx.core.Future;
import java.util.List;

/** {@code /api/tasks}: what agents ask, and what their tasks' owners answer and send. */
final class InputRoutes {
  private final TaskQueries tasks;

  InputRoutes(TaskQueries tasks) {
    this.tasks = tasks;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/tasks/:task_id/input", this::answer),
        Route.get("/api/tasks/:task_id/inputs", this::list),
        Route.post("/api/tasks/:task_id/messages", this::send));
  }

  private Future<Answer> answer(Call call) {
    InputAnswer answer = InputAnswer.read(call.body(InputAnswer.FIELDS));
    return tasks
        .answer(call.principal(), call.path("task_id"), answer, call.claim())
        .map(task -> Answer.json(200, out -> TaskJson.write(out, task)));
  }

  private Future<Answer> send(Call call) {
    TaskMessage message = TaskMessage.read(call.body(TaskMessage.FIELDS));
    return tasks
        .send(call.principal(), call.path("task_id"), message, call.claim())
        .map(task -> Answer.json(200, out -> TaskJson.write(out, task)));
  }

  private Future<Answer> list(Call call) {
    return tasks
        .inputs(call.principal(), call.path("task_id"))
        .map(inputs -> Answer.json(200, out -> InputJson.write(out, inputs)));
  }
}
