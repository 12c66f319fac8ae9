package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.GetTaskUsage;
import dev.holdfast.shared.message.GetUsage;
import dev.holdfast.shared.message.SessionUsage;
import dev.holdfast.shared.message.SetBudget;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskUsage;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.UsageReport;
import dev.holdfast.shared.message.UsageTotals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Usage and budgets: the same contract, with the same totals for everything. */
public final class UsageStandIn {
  /** What everything has used. */
  public static final UsageTotals TOTALS =
      new UsageTotals(new Usage(1, 2, 3, 4, 5, 6, 7), 1, 2, 300);

  private final TasksStandIn tasks;
  private final Map<Long, Budget> budgets = new ConcurrentHashMap<>();

  UsageStandIn(TasksStandIn tasks) {
    this.tasks = tasks;
  }

  void serve(Desk desk) {
    desk.answer(Addresses.GET_TASK_USAGE, this::ofTask);
    desk.answer(Addresses.GET_SESSION_USAGE, question -> ofSession(question.session()));
    desk.answer(Addresses.SET_BUDGET, this::set);
    desk.answer(Addresses.GET_USAGE, UsageStandIn::report);
  }

  private TaskUsage ofTask(GetTaskUsage wanted) {
    TaskRecord task = tasks.task(wanted.principal(), wanted.taskId());
    return new TaskUsage(
        task.taskId(),
        task.session().id(),
        TOTALS,
        task.account().limits().budget(),
        List.of(
            new TaskUsage.OfAttempt(1, "pod-1", Others.NOW, null, null, TOTALS.usage(), 300, 0)));
  }

  private SessionUsage ofSession(SessionRef session) {
    return new SessionUsage(
        session.id(),
        TOTALS,
        budgets.getOrDefault(session.number(), Budget.NONE),
        new ContextUse(7, 10));
  }

  private SessionUsage set(SetBudget wanted) {
    budgets.put(wanted.session().number(), wanted.budget());
    return ofSession(wanted.session());
  }

  private static UsageReport report(GetUsage wanted) {
    return new UsageReport(
        wanted.from().toString(),
        wanted.to().toString(),
        TOTALS,
        List.of(new UsageReport.Day(wanted.to().toString(), "demo", TOTALS)));
  }
}
