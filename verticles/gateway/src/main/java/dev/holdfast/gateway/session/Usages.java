package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.GetSessionUsage;
import dev.holdfast.shared.message.GetTaskUsage;
import dev.holdfast.shared.message.GetUsage;
import dev.holdfast.shared.message.SessionUsage;
import dev.holdfast.shared.message.SetBudget;
import dev.holdfast.shared.message.TaskUsage;
import dev.holdfast.shared.message.UsageReport;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a principal's work used, and the budgets of its sessions. */
public final class Usages {
  /** Days a report covers where it is not said. */
  private static final int DAYS_DEFAULT = 30;

  private static final int DAYS_MAX = 366;

  private final Bus bus;
  private final Clock clock;

  Usages(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Fails with {@code unknown_task} where this principal has no such task. */
  public Future<TaskUsage> ofTask(Principal principal, String taskId) {
    return TaskQueries.isPossible(taskId)
        ? bus.request(Addresses.GET_TASK_USAGE, new GetTaskUsage(principal, taskId))
        : Future.failedFuture(TaskQueries.unknown());
  }

  /** Also of a session that has ended, until nothing of it can be read any more. */
  public Future<SessionUsage> ofSession(SessionRef session) {
    return bus.request(Addresses.GET_SESSION_USAGE, new GetSessionUsage(session));
  }

  public Future<SessionUsage> setBudget(SessionRef session, Budget budget, Claim claim) {
    return bus.request(Addresses.SET_BUDGET, new SetBudget(session, budget, claim));
  }

  /**
   * What was used on the days of a span.
   *
   * @param from as {@code 2026-01-31}; null for 29 days before the last
   * @param to the same; null for today, UTC
   * @param of {@code principal}, {@code tenant} for an administrator, or null for the former
   * @param otherwise the code of what is not valid
   */
  public Future<UsageReport> report(
      Access access,
      @Nullable String from,
      @Nullable String to,
      @Nullable String of,
      ErrorCode otherwise) {
    LocalDate last = to == null ? LocalDate.now(clock) : day("to", to, otherwise);
    LocalDate first =
        from == null ? last.minusDays(DAYS_DEFAULT - 1L) : day("from", from, otherwise);
    if (first.isAfter(last) || first.isBefore(last.minusDays(DAYS_MAX - 1L))) {
      throw new Fault(otherwise, "from must be 0-" + (DAYS_MAX - 1) + " days before to");
    }
    boolean wholeTenant = wholeTenant(access, of, otherwise);
    return bus.request(
        Addresses.GET_USAGE, new GetUsage(access.principal(), wholeTenant, first, last));
  }

  private static boolean wholeTenant(Access access, @Nullable String of, ErrorCode otherwise) {
    return switch (of) {
      case null -> false;
      case "principal" -> false;
      case "tenant" -> {
        if (access.scope() != KeyScope.ADMIN) {
          throw new Fault(ErrorCode.FORBIDDEN, "this needs a credential with the scope admin");
        }
        yield true;
      }
      default -> throw new Fault(otherwise, "of must be one of principal, tenant");
    };
  }

  private static LocalDate day(String name, String text, ErrorCode otherwise) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 2000 && day.getYear() < 10_000) {
        return day;
      }
    } catch (DateTimeException e) {
      throw new Fault(otherwise, name + " must be a day such as 2026-01-31", e);
    }
    throw new Fault(otherwise, name + " must be a day such as 2026-01-31");
  }
}
