package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.UsageJson;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Usages;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SessionUsage;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Answers the frames about what work used. The connection's session must be allowed to set a
 * budget, and so must the session whose budget it is.
 */
final class UsageRequests {
  private final Sessions sessions;
  private final Usages usages;
  private final Supplier<Access> access;
  private final OwnSession own;
  private final Supplier<Claim> claim;

  UsageRequests(
      Sessions sessions,
      Usages usages,
      Supplier<Access> access,
      OwnSession own,
      Supplier<Claim> claim) {
    this.sessions = sessions;
    this.usages = usages;
    this.access = access;
    this.own = own;
    this.claim = claim;
  }

  Future<Reply> answer(ClientFrame.OfUsage frame, String requestId) {
    return switch (frame) {
      case ClientFrame.GetTaskUsage get ->
          usages
              .ofTask(access.get().principal(), get.taskId())
              .map(usage ->
                  Reply.to("get_task_usage", requestId, out -> UsageJson.write(out, usage)));
      case ClientFrame.GetUsage get ->
          sessions
              .describe(access.get().principal(), own.idOr(get.sessionId()))
              .compose(found -> usages.ofSession(found.session()))
              .map(usage -> Reply.to("get_usage", requestId, out -> UsageJson.write(out, usage)));
      case ClientFrame.SetBudget set ->
          set(set)
              .map(usage -> Reply.to("set_budget", requestId, out -> UsageJson.write(out, usage)));
      case ClientFrame.ReportUsage report ->
          usages
              .report(
                  access.get(), report.from(), report.to(), report.of(), ErrorCode.INVALID_FIELD)
              .map(
                  usage -> Reply.to("report_usage", requestId, out -> UsageJson.write(out, usage)));
    };
  }

  private Future<SessionUsage> set(ClientFrame.SetBudget frame) {
    Claim mineNow = claim.get();
    return admitted(own.session())
        .compose(mine -> own.or(frame.sessionId()))
        .compose(session ->
            session.equals(own.session()) ? Future.succeededFuture(session) : admitted(session))
        .compose(session -> usages.setBudget(session, frame.budget(), mineNow));
  }

  private Future<SessionRef> admitted(SessionRef session) {
    return sessions.admit(session, SessionTool.SET_BUDGET, null).map(may -> session);
  }
}
