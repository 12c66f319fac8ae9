package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of tools whose callers give one mark to several of them. */
final class ReusedRequestTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final String SHORT = "{\"iterations\":1}";
  private static final CallMark MARK = CallMark.reused("\"r1\"", "f1");

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_35_the_same_call_joins_the_unfinished_one_and_another_is_one_of_its_own() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskPods.Pod other = pods.start("pod-2");
    SessionRef session = pods.session("one");
    SubmittedTask first = call(pod, session, ENDLESS, MARK);
    SubmittedTask joined = call(other, session, ENDLESS, MARK);
    assertThat(joined.repeated()).isTrue();
    assertThat(joined.task().taskId()).isEqualTo(first.task().taskId());
    SubmittedTask meanwhile = call(other, session, SHORT, CallMark.reused("\"r1\"", "f2"));
    assertThat(meanwhile.repeated()).isFalse();
    assertThat(call(pod, session, ENDLESS, MARK).task().taskId()).isEqualTo(first.task().taskId());
    SubmittedTask elsewhere = call(other, pods.session("two"), SHORT, MARK);
    assertThat(elsewhere.repeated()).isFalse();
    pod.cancel(first.task().taskId());
    pod.awaitEnd(meanwhile.task().taskId());
    pod.awaitEnd(elsewhere.task().taskId());
  }

  @Test
  void row_37_a_call_that_ended_is_joined_for_a_while_and_is_another_one_later() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskPods.Pod other = pods.start("pod-2");
    SessionRef session = pods.session("one");
    String first = call(pod, session, SHORT, MARK).task().taskId();
    pod.awaitEnd(first);
    SubmittedTask again = call(other, session, SHORT, MARK);
    assertThat(again.repeated()).isTrue();
    assertThat(again.task().taskId()).isEqualTo(first);
    assertThat(again.task().status().terminal()).isTrue();
    pods.execute("UPDATE task SET finished_at = finished_at - interval '2 minutes'");
    SubmittedTask later = call(other, session, SHORT, MARK);
    assertThat(later.repeated()).isFalse();
    assertThat(later.task().taskId()).isNotEqualTo(first);
    pod.awaitEnd(later.task().taskId());
    assertThat(call(pod, session, SHORT, MARK).task().taskId()).isEqualTo(later.task().taskId());
  }

  @Test
  void how_long_a_call_that_ended_is_joined_is_configured() {
    TaskPods.Pod never = pods.start("pod-1", Map.of("tasks.call_again_ms", "0"));
    SessionRef session = pods.session("one");
    String first = call(never, session, SHORT, MARK).task().taskId();
    never.awaitEnd(first);
    SubmittedTask later = call(never, session, ENDLESS, MARK);
    assertThat(later.repeated()).isFalse();
    assertThat(call(never, session, ENDLESS, MARK).task().taskId())
        .isEqualTo(later.task().taskId());
    never.cancel(later.task().taskId());
    TaskPods.Pod hour = pods.start("pod-2", Map.of("tasks.call_again_ms", "3600000"));
    String last = call(never, session, SHORT, MARK).task().taskId();
    never.awaitEnd(last);
    pods.execute("UPDATE task SET finished_at = finished_at - interval '30 minutes'");
    assertThat(call(hour, session, SHORT, MARK).task().taskId()).isEqualTo(last);
  }

  @Test
  void a_call_that_was_cancelled_is_not_joined_and_is_done_anew() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("one");
    SubmittedTask stopped = call(pod, session, ENDLESS, MARK);
    pod.cancel(stopped.task().taskId());
    SubmittedTask again = call(pod, session, ENDLESS, MARK);
    assertThat(again.repeated()).isFalse();
    pod.cancel(again.task().taskId());
    pod.awaitEnd(again.task().taskId());
    SubmittedTask last = call(pod, session, SHORT, MARK);
    assertThat(last.repeated()).isFalse();
    pod.awaitEnd(last.task().taskId());
    assertThat(call(pod, session, SHORT, MARK).task().taskId()).isEqualTo(last.task().taskId());
  }

  @Test
  void row_35_equal_calls_that_come_at_once_are_one_also_where_there_is_room_for_one_only() {
    Map<String, String> narrow = Map.of("tasks.queue_depth_max", "1");
    TaskPods.Pod pod = pods.start("pod-1", narrow);
    TaskPods.Pod other = pods.start("pod-2", narrow);
    SessionRef session = pods.session("at-once");
    for (String request : List.of("\"r1\"", "\"r2\"")) {
      CallMark mark = CallMark.reused(request, "f1");
      List<Future<SubmittedTask>> calls =
          IntStream.range(0, 20)
              .mapToObj(i ->
                  (i % 2 == 0 ? pod : other)
                      .bus()
                      .request(Addresses.SUBMIT_TASK, task(session, ENDLESS).as(mark)))
              .toList();
      List<SubmittedTask> made = calls.stream().map(Await::result).toList();
      assertThat(made.stream().map(each -> each.task().taskId()).distinct()).hasSize(1);
      assertThat(made.stream().filter(each -> !each.repeated())).hasSize(1);
      assertThatThrownBy(() -> call(pod, session, ENDLESS, CallMark.reused(request, "f2")))
          .satisfies(
              failure -> assertThat(((Fault) failure).code()).isEqualTo(ErrorCode.QUEUE_FULL));
      pod.cancel(made.getFirst().task().taskId());
      pod.awaitEnd(made.getFirst().task().taskId());
    }
  }

  private static SubmitTask task(SessionRef session, String input) {
    return new SubmitTask(session, input, null, null, null, 1, null);
  }

  private static SubmittedTask call(
      TaskPods.Pod pod, SessionRef session, String input, CallMark mark) {
    return Await.result(pod.bus().request(Addresses.SUBMIT_TASK, task(session, input).as(mark)));
  }
}
