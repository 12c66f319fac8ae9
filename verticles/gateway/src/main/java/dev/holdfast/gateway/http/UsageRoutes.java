package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.UsageJson;
import dev.holdfast.gateway.session.BudgetRequest;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Usages;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.Future;
import java.util.List;

/** {@code …/usage} and {@code …/budget}: what work used, and what it may use. */
final class UsageRoutes {
  private final Sessions sessions;
  private final Usages usages;

  UsageRoutes(Sessions sessions, Usages usages) {
    this.sessions = sessions;
    this.usages = usages;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/tasks/:task_id/usage", this::ofTask),
        Route.get("/api/sessions/:session_id/usage", this::ofSession),
        Route.put("/api/sessions/:session_id/budget", this::setBudget),
        Route.get("/api/usage", List.of("from", "to", "of"), this::report));
  }

  private Future<Answer> ofTask(Call call) {
    return usages
        .ofTask(call.principal(), call.path("task_id"))
        .map(usage -> Answer.json(200, out -> UsageJson.write(out, usage)));
  }

  private Future<Answer> ofSession(Call call) {
    return sessions
        .describe(call.principal(), call.path("session_id"))
        .compose(found -> usages.ofSession(found.session()))
        .map(usage -> Answer.json(200, out -> UsageJson.write(out, usage)));
  }

  private Future<Answer> setBudget(Call call) {
    Budget budget = BudgetRequest.read(call.body(BudgetRequest.FIELDS));
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session ->
            sessions
                .admit(session, SessionTool.SET_BUDGET, null)
                .compose(admitted -> usages.setBudget(session, budget, call.claim())))
        .map(usage -> Answer.json(200, out -> UsageJson.write(out, usage)));
  }

  private Future<Answer> report(Call call) {
    Query query = call.query();
    return usages
        .report(
            call.access(),
            query.text("from"),
            query.text("to"),
            query.text("of"),
            ErrorCode.BAD_REQUEST)
        .map(usage -> Answer.json(200, out -> UsageJson.write(out, usage)));
  }
}
