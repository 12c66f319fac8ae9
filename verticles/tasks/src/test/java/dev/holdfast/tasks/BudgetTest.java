package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.GetTaskUsage;
import dev.holdfast.shared.message.SessionUsage;
import dev.holdfast.shared.message.SetBudget;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.message.TaskUsage;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits stop the agent that passes them, whatever it thinks of it. */
final class BudgetTest {
  private static final Budget TEN_TURNS = new Budget(null, null, 10L, null);

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void a_task_that_passes_its_budget_is_stopped_and_its_owner_was_warned_once() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("spender");
    TaskRecord task = pod.submit(task(session, "", limits(TEN_TURNS, false)));
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(ended.reason()).isEqualTo("budget_exceeded");
    assertThat(ended.error()).startsWith("the task's budget of 10 turns is used up: ");
    List<JsonObject> warnings = warnings(session);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst().getString("scope")).isEqualTo("task");
    assertThat(warnings.getFirst().getString("measure")).isEqualTo("turns");
    assertThat(warnings.getFirst().getLong("limit")).isEqualTo(10);
    assertThat(warnings.getFirst().getLong("used")).isGreaterThanOrEqualTo(8);
  }

  @Test
  void a_budget_of_the_session_ends_what_runs_what_waits_and_what_is_submitted() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("shared");
    SessionUsage set =
        Await.result(pod.bus().request(Addresses.SET_BUDGET, new SetBudget(session, TEN_TURNS)));
    assertThat(set.budget()).isEqualTo(TEN_TURNS);
    TaskRecord first = pod.submit(task(session, "", TaskLimits.CONFIGURED));
    TaskRecord second = pod.submit(task(session, "", TaskLimits.CONFIGURED));
    assertThat(pod.awaitEnd(first.taskId()).error())
        .startsWith("the session's budget of 10 turns is used up: ");
    TaskRecord refused = pod.awaitEnd(second.taskId());
    assertThat(refused.reason()).isEqualTo("budget_exceeded");
    assertThat(refused.attempt()).isZero();
    assertThat(refused.startedAt()).isNull();
    TaskUsage none =
        Await.result(
            pod.bus()
                .request(
                    Addresses.GET_TASK_USAGE, new GetTaskUsage(TaskPods.OWNER, second.taskId())));
    assertThat(none.totals().attempts()).isZero();
    assertThatThrownBy(() -> pod.submit(task(session, "", TaskLimits.CONFIGURED)))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED));

    Await.result(pod.bus().request(Addresses.SET_BUDGET, new SetBudget(session, Budget.NONE)));
    TaskRecord third = pod.submit(session, "{\"iterations\":1,\"interval_ms\":1}");
    assertThat(pod.awaitEnd(third.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void a_configured_limit_holds_whatever_was_wanted_and_a_day_has_one_for_all_sessions() {
    TaskPods.Pod capped = pods.start("pod-1", Map.of("tasks.budget_turns_max", "3"));
    Budget greedy = new Budget(null, null, 1_000L, null);
    TaskRecord task = capped.submit(task(pods.session("greedy"), "", limits(greedy, false)));
    assertThat(task.account().limits().budget().turns()).isEqualTo(3);
    assertThat(capped.awaitEnd(task.taskId()).reason()).isEqualTo("budget_exceeded");
    capped.drain();

    TaskPods.Pod daily = pods.start("pod-2", Map.of("tasks.day_tokens_max", "500"));
    TaskRecord day = daily.submit(task(pods.session("one"), "", TaskLimits.CONFIGURED));
    assertThat(daily.awaitEnd(day.taskId()).error()).startsWith("its owner's budget of the day");
    SessionRef other = pods.session("other");
    assertThatThrownBy(() -> daily.submit(task(other, "", TaskLimits.CONFIGURED)))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED));
  }

  @Test
  void row_68_turns_are_limited_by_the_type_of_task_and_raised_once_up_to_the_ceiling() {
    TaskPods.Pod pod =
        pods.start(
            "pod-1",
            Map.of(
                "tasks.turns.review", "4",
                "tasks.turns_otherwise", "50",
                "tasks.turns_raise", "3",
                "tasks.turns_max", "10"));
    SessionRef session = pods.session("typed");
    TaskRecord task = pod.submit(task(session, "", new TaskLimits("review", Budget.NONE, false)));
    assertThat(task.account().turnsMax()).isEqualTo(4);
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.reason()).isEqualTo("max_turns");
    assertThat(ended.account().turnsMax()).isEqualTo(10);
    assertThat(ended.error()).endsWith("the most it may take are 10");
    List<String> types = pods.eventTypes(session, task.taskId());
    assertThat(types)
        .containsSubsequence("task.started", "task.superseded", "task.started", "task.failed");
    assertThat(types.stream().filter("task.superseded"::equals)).hasSize(1);
    TaskRecord other = pod.submit(task(session, "", new TaskLimits("chat", Budget.NONE, false)));
    assertThat(other.account().turnsMax()).isEqualTo(10);
  }

  @Test
  void row_69_what_was_delivered_until_a_limit_counts_where_the_submitter_takes_it() {
    TaskPods.Pod pod = pods.start("pod-1");
    String says = ",\"say\":\"half. \"";
    TaskRecord taken = pod.submit(task(pods.session("takes"), says, limits(TEN_TURNS, true)));
    TaskRecord partial = pod.awaitEnd(taken.taskId());
    assertThat(partial.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(partial.reason()).isEqualTo("partial");
    JsonObject result = new JsonObject(text(partial.result()));
    assertThat(result.getBoolean("partial")).isTrue();
    assertThat(result.getString("limit")).isEqualTo("budget_exceeded");
    assertThat(result.getString("answer")).startsWith("half. half. ");

    TaskRecord silent = pod.submit(task(pods.session("silent"), "", limits(TEN_TURNS, true)));
    assertThat(pod.awaitEnd(silent.taskId()).reason()).isEqualTo("budget_exceeded");
    TaskRecord strict = pod.submit(task(pods.session("strict"), says, limits(TEN_TURNS, false)));
    assertThat(pod.awaitEnd(strict.taskId()).reason()).isEqualTo("budget_exceeded");
    SubmitTask timed =
        new SubmitTask(
            pods.session("timed"),
            input(says),
            null,
            null,
            null,
            1,
            null,
            new TaskTimeouts(null, 400, null),
            TaskPlace.LAST,
            limits(Budget.NONE, true),
            null);
    TaskRecord late = pod.awaitEnd(pod.submit(timed).taskId());
    assertThat(late.reason()).isEqualTo("partial");
    assertThat(new JsonObject(text(late.result())).getString("limit")).isEqualTo("timeout_run");
  }

  private List<JsonObject> warnings(SessionRef session) {
    return pods.events(session).stream()
        .filter(event -> event.type() == EventType.TASK_BUDGET_WARNING)
        .map(Event::data)
        .map(JsonObject::new)
        .toList();
  }

  private static TaskLimits limits(Budget budget, boolean acceptsPartial) {
    return new TaskLimits(null, budget, acceptsPartial);
  }

  /** A task that would use a turn and 100 tokens every 20 milliseconds for hours. */
  private static SubmitTask task(SessionRef session, String more, TaskLimits limits) {
    return new SubmitTask(
        session,
        input(more),
        null,
        null,
        null,
        1,
        null,
        TaskTimeouts.CONFIGURED,
        TaskPlace.LAST,
        limits,
        null);
  }

  private static String input(String more) {
    return "{\"iterations\":1000000,\"interval_ms\":20,\"tokens_per_iteration\":100,"
        + "\"report_usage\":true"
        + more
        + "}";
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
