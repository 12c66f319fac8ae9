package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.ListInputs;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents that ask their owner, and owners that answer on whichever pod. */
final class TaskInputTest {
  private static final String ASKS = "{\"iterations\":3,\"interval_ms\":1,\"ask_at\":2}";

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_48_an_agent_waits_for_its_owners_answer_which_any_pod_takes() {
    SessionRef session = pods.session("asks");
    TaskPods.Pod runs = pods.start("pod-1");
    TaskRecord task = runs.submit(session, ASKS);
    runs.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    // Pods of this test share no event bus: only the database tells the one that runs it.
    TaskPods.Pod other = pods.start("pod-2", Map.of("tasks.poll_ms", "60000"));
    InputRecord asked = inputs(other, task).getFirst();
    assertThat(asked.open()).isTrue();
    assertThat(asked.prompt()).isEqualTo("Go on with iteration 2?");

    assertThat(answer(other, task, asked.inputId(), new Answer("yes", null)).status())
        .isEqualTo(TaskStatus.RUNNING);
    assertThat(other.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pods.eventTypes(session, task.taskId()))
        .containsExactly(
            "task.accepted",
            "task.started",
            "task.progress",
            "task.input_requested",
            "task.input_received",
            "task.progress",
            "task.progress",
            "task.completed");
    InputRecord answered = inputs(other, task).getFirst();
    assertThat(answered.open()).isFalse();
    assertThat(answered.answer()).isEqualTo(new Answer("yes", null));
  }

  @Test
  void of_racing_answers_one_wins() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskRecord task = pod.submit(pods.session("race"), ASKS);
    pod.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    List<Future<TaskRecord>> answers =
        IntStream.range(0, 8)
            .mapToObj(i ->
                pod.bus()
                    .request(
                        Addresses.ANSWER_INPUT,
                        new AnswerInput(
                            TaskPods.OWNER,
                            task.taskId(),
                            null,
                            new Answer(i % 2 == 0 ? "yes" : "no", null))))
            .toList();
    Await.result(Future.join(answers).otherwiseEmpty());
    assertThat(answers.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(answers.stream().filter(Future::failed))
        .allSatisfy(lost ->
            assertThat(((Fault) lost.cause()).code()).isEqualTo(ErrorCode.NO_OPEN_QUESTION));
    pod.awaitEnd(task.taskId());
  }

  @Test
  void an_answer_that_does_not_fit_or_is_not_the_owners_changes_nothing() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskRecord task = pod.submit(pods.session("strict"), ASKS);
    pod.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    assertThatThrownBy(() -> answer(pod, task, null, new Answer("maybe", null)))
        .hasMessageContaining("yes, no");
    assertThatThrownBy(() -> answer(pod, task, "inp_other", new Answer("yes", null)))
        .hasMessageContaining("another question is open");
    AnswerInput foreign =
        new AnswerInput(new Principal("acme", "eve"), task.taskId(), null, new Answer("yes", null));
    assertThatThrownBy(() -> Await.result(pod.bus().request(Addresses.ANSWER_INPUT, foreign)))
        .hasMessage(ErrorCode.UNKNOWN_TASK.meaning());
    assertThat(pod.get(task.taskId()).status()).isEqualTo(TaskStatus.WAITING_INPUT);
    pod.cancel(task.taskId());
    assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void row_66_a_question_nobody_answers_ends_the_task() {
    TaskPods.Pod pod = pods.start("pod-1", Map.of("tasks.input_ms", "1"));
    TaskRecord task = pod.submit(pods.session("unanswered"), ASKS);
    assertThat(pod.awaitEnd(task.taskId()).reason()).isEqualTo("timeout_input");
  }

  @Test
  void a_drained_pods_question_is_asked_again_elsewhere() {
    TaskPods.Pod first = pods.start("pod-1");
    TaskRecord task = first.submit(pods.session("drained"), ASKS);
    first.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    String before = inputs(first, task).getFirst().inputId();
    first.drain();
    TaskPods.Pod second = pods.start("pod-2");
    second.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    assertThat(inputs(second, task).stream().map(InputRecord::open)).containsExactly(true, false);
    assertThatThrownBy(() -> answer(second, task, before, new Answer("yes", null)))
        .isInstanceOf(Fault.class);
    answer(second, task, null, new Answer("no", null));
    assertThat(second.awaitEnd(task.taskId()).error()).isEqualTo("its owner said no");
  }

  private static TaskRecord answer(
      TaskPods.Pod pod, TaskRecord task, @Nullable String inputId, Answer answer) {
    return Await.result(
        pod.bus()
            .request(
                Addresses.ANSWER_INPUT,
                new AnswerInput(TaskPods.OWNER, task.taskId(), inputId, answer)));
  }

  private static List<InputRecord> inputs(TaskPods.Pod pod, TaskRecord task) {
    return Await.result(
            pod.bus().request(Addresses.LIST_INPUTS, new ListInputs(TaskPods.OWNER, task.taskId())))
        .inputs();
  }
}
