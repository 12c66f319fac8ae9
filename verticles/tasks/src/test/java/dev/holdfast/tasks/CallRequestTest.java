package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.CancelCall;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.testing.Await;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of tools by the request that made them. */
final class CallRequestTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final CallMark MARK = new CallMark("\"r1\"", "f1", false);

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_46_the_call_of_a_request_is_cancelled_at_any_pod_whatever_session_it_is_in() {
    TaskPods.Pod pod = pods.start("pod-1", Map.of());
    TaskPods.Pod other = pods.start("pod-2", Map.of());
    SessionRef one = pods.session("one");
    SubmittedTask first = call(pod, pods.session("two"), MARK);
    SubmittedTask another = call(pod, one, new CallMark("\"r2\"", "f2", false));
    assertThat(cancel(other, new Principal("acme", "nobody"), "\"r2\"")).isZero();
    assertThat(cancel(other, one.owner(), "\"r1\"")).isEqualTo(1);
    assertThat(pod.awaitEnd(first.task().taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(cancel(other, one.owner(), "\"r1\"")).isZero();
    pod.cancel(another.task().taskId());
    pod.awaitEnd(another.task().taskId());
  }

  @Test
  void a_request_that_names_several_calls_cancels_none_until_one_is_left() {
    TaskPods.Pod pod = pods.start("pod-1", Map.of());
    SessionRef session = pods.session("one");
    SubmittedTask first = call(pod, session, CallMark.reused("\"r1\"", "f1"));
    SubmittedTask second = call(pod, session, CallMark.reused("\"r1\"", "f2"));
    assertThat(cancel(pod, session.owner(), "\"r1\"")).isZero();
    int untouched =
        pods.query(
            "SELECT count(*) FROM task WHERE cancel_requested_at IS NULL AND finished_at IS NULL",
            row -> row.getInt(1));
    assertThat(untouched).isEqualTo(2);
    pod.cancel(first.task().taskId());
    pod.awaitEnd(first.task().taskId());
    assertThat(cancel(pod, session.owner(), "\"r1\"")).isEqualTo(1);
    assertThat(pod.awaitEnd(second.task().taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void a_call_says_after_which_event_nothing_of_it_is_missed_also_where_it_joined_another() {
    TaskPods.Pod pod = pods.start("pod-1", Map.of());
    SessionRef session = pods.session("one");
    SubmittedTask first = call(pod, session, MARK);
    SubmittedTask second = call(pod, session, new CallMark("\"r2\"", "f2", false));
    SubmittedTask joined = call(pod, session, MARK);
    assertThat(first.before()).isZero();
    assertThat(second.before()).isPositive();
    assertThat(joined.repeated()).isTrue();
    pod.cancel(second.task().taskId());
    pod.cancel(first.task().taskId());
    long last = pod.awaitEnd(first.task().taskId()).lastSeq();
    assertThat(joined.before()).isPositive().isLessThan(last);
  }

  private static SubmittedTask call(TaskPods.Pod pod, SessionRef session, CallMark mark) {
    SubmitTask task = new SubmitTask(session, ENDLESS, null, null, null, 1, null).as(mark);
    return Await.result(pod.bus().request(Addresses.SUBMIT_TASK, task));
  }

  private static int cancel(TaskPods.Pod pod, Principal principal, String request) {
    return Await.result(
        pod.bus().request(Addresses.CANCEL_CALL, new CancelCall(principal, request)));
  }
}
