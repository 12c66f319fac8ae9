package dev.holdfast.shared.message;

import dev.holdfast.shared.event.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A step from one state of a task to another. {@link #TABLE} is the one table of them: {@link
 * TaskStatus#next()} follows from it, the database refuses every other step, and the page about
 * states is written from it.
 *
 * @param from null for the step that makes the task
 * @param event what tells of it, written in the same transaction
 * @param when when it happens; the end of a sentence about the task
 * @param reasons why the task may have ended with it; empty where it has not ended
 */
public record TaskTransition(
    @Nullable TaskStatus from,
    TaskStatus to,
    EventType event,
    String when,
    List<TerminationReason> reasons) {
  /** Every step there is. */
  public static final List<TaskTransition> TABLE =
      List.of(
          new TaskTransition(
              null,
              TaskStatus.QUEUED,
              EventType.TASK_ACCEPTED,
              "it was submitted, durably",
              List.of()),
          new TaskTransition(
              TaskStatus.QUEUED,
              TaskStatus.RUNNING,
              EventType.TASK_STARTED,
              "its turn came",
              List.of()),
          new TaskTransition(
              TaskStatus.QUEUED,
              TaskStatus.CANCELLED,
              EventType.TASK_CANCELLED,
              "somebody asked for its end before it began",
              List.of(TerminationReason.CANCELLED)),
          new TaskTransition(
              TaskStatus.QUEUED,
              TaskStatus.FAILED,
              EventType.TASK_FAILED,
              "it waited too long, nothing was left of a budget when its turn came, or what it"
                  + " waited for was not completed",
              List.of(
                  TerminationReason.TIMEOUT_QUEUE,
                  TerminationReason.BUDGET_EXCEEDED,
                  TerminationReason.DEPENDENCY_FAILED)),
          new TaskTransition(
              TaskStatus.RUNNING,
              TaskStatus.WAITING_INPUT,
              EventType.TASK_INPUT_REQUESTED,
              "its agent asks its owner",
              List.of()),
          new TaskTransition(
              TaskStatus.WAITING_INPUT,
              TaskStatus.RUNNING,
              EventType.TASK_INPUT_RECEIVED,
              "its owner answered",
              List.of()),
          new TaskTransition(
              TaskStatus.RUNNING,
              TaskStatus.QUEUED,
              EventType.TASK_SUPERSEDED,
              "another attempt is to be made: `reason` of the event",
              List.of()),
          new TaskTransition(
              TaskStatus.WAITING_INPUT,
              TaskStatus.QUEUED,
              EventType.TASK_SUPERSEDED,
              "the same while its agent waits for an answer",
              List.of()),
          new TaskTransition(
              TaskStatus.RUNNING,
              TaskStatus.COMPLETED,
              EventType.TASK_COMPLETED,
              "its agent finished, or what it delivered counts",
              List.of(TerminationReason.COMPLETED, TerminationReason.PARTIAL)),
          new TaskTransition(
              TaskStatus.RUNNING,
              TaskStatus.FAILED,
              EventType.TASK_FAILED,
              "its agent failed, a limit was hit, or its pod was lost",
              List.of(
                  TerminationReason.AGENT_ERROR,
                  TerminationReason.WORKER_LOST,
                  TerminationReason.TIMEOUT_RUN,
                  TerminationReason.TIMEOUT_STALL,
                  TerminationReason.TIMEOUT_INPUT,
                  TerminationReason.TIMEOUT_TOOL,
                  TerminationReason.BUDGET_EXCEEDED,
                  TerminationReason.MAX_TURNS,
                  TerminationReason.TOOL_REFUSED)),
          new TaskTransition(
              TaskStatus.RUNNING,
              TaskStatus.CANCELLED,
              EventType.TASK_CANCELLED,
              "its agent was stopped on request",
              List.of(TerminationReason.CANCELLED)),
          new TaskTransition(
              TaskStatus.WAITING_INPUT,
              TaskStatus.COMPLETED,
              EventType.TASK_COMPLETED,
              "the same, though its agent still waited for an answer",
              List.of(TerminationReason.COMPLETED, TerminationReason.PARTIAL)),
          new TaskTransition(
              TaskStatus.WAITING_INPUT,
              TaskStatus.FAILED,
              EventType.TASK_FAILED,
              "nobody answered in time, a limit was hit, or its pod was lost",
              List.of(
                  TerminationReason.TIMEOUT_INPUT,
                  TerminationReason.WORKER_LOST,
                  TerminationReason.AGENT_ERROR,
                  TerminationReason.TIMEOUT_RUN,
                  TerminationReason.TIMEOUT_TOOL,
                  TerminationReason.BUDGET_EXCEEDED,
                  TerminationReason.MAX_TURNS,
                  TerminationReason.TOOL_REFUSED)),
          new TaskTransition(
              TaskStatus.WAITING_INPUT,
              TaskStatus.CANCELLED,
              EventType.TASK_CANCELLED,
              "its agent was stopped on request while it waits for an answer",
              List.of(TerminationReason.CANCELLED)));

  private static final Map<TaskStatus, Set<TaskStatus>> NEXT =
      Arrays.stream(TaskStatus.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  status -> status,
                  status ->
                      TABLE.stream()
                          .filter(each -> each.from == status)
                          .map(TaskTransition::to)
                          .collect(Collectors.toUnmodifiableSet())));

  public TaskTransition {
    reasons = List.copyOf(reasons);
  }

  /** The states that may follow; none where it has ended. */
  static Set<TaskStatus> after(TaskStatus status) {
    return NEXT.getOrDefault(status, Set.of());
  }
}
