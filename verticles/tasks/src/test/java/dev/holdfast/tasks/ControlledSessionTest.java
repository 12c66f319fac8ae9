package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.ControlToken;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.RequeueTask;
import dev.holdfast.shared.message.SendMessage;
import dev.holdfast.shared.message.SetBudget;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What changes a session that somebody drives is decided where it is committed. */
final class ControlledSessionTest {
  private static final String ASKING = "{\"iterations\":2,\"interval_ms\":1,\"ask_at\":1}";
  private static final String QUICK = "{\"iterations\":1,\"interval_ms\":1}";
  private static final String DRIVER = ControlToken.mint().hash();
  private static final String FORMER = ControlToken.mint().hash();

  private final TaskPods pods = new TaskPods();
  private final TaskPods.Pod pod = pods.start("pod-1");
  private final SessionRef session = pods.session("driven");

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void every_command_is_refused_without_the_current_token_and_changes_nothing() {
    TaskRecord task = pod.submit(session, ASKING);
    pod.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    take(DRIVER, 2);
    int told = pods.events(session).size();
    for (Claim claim : new Claim[] {Claim.ANYONE, new Claim.Bearer(FORMER)}) {
      refused(Addresses.SUBMIT_TASK, quick().by(claim));
      refused(Addresses.CANCEL_TASK, new CancelTask(TaskPods.OWNER, task.taskId(), claim));
      refused(Addresses.CHANGE_QUEUE, new ChangeQueue(session, new QueueChange.Hold(), claim));
      refused(
          Addresses.ANSWER_INPUT,
          new AnswerInput(TaskPods.OWNER, task.taskId(), null, new Answer("yes", null), claim));
      refused(
          Addresses.SEND_MESSAGE, new SendMessage(TaskPods.OWNER, task.taskId(), "go left", claim));
      refused(Addresses.SET_BUDGET, new SetBudget(session, Budget.NONE, claim));
    }
    assertThat(pods.events(session)).hasSize(told);

    Claim driver = new Claim.Driver(session, DRIVER);
    ask(Addresses.SET_BUDGET, new SetBudget(session, Budget.NONE, driver));
    ask(Addresses.CHANGE_QUEUE, new ChangeQueue(session, new QueueChange.Hold(), driver));
    TaskRecord next = ask(Addresses.SUBMIT_TASK, quick().by(driver)).task();
    ask(Addresses.SEND_MESSAGE, new SendMessage(TaskPods.OWNER, task.taskId(), "go left", driver));
    ask(
        Addresses.ANSWER_INPUT,
        new AnswerInput(TaskPods.OWNER, task.taskId(), null, new Answer("yes", null), driver));
    assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    ask(Addresses.CANCEL_TASK, new CancelTask(TaskPods.OWNER, next.taskId(), driver));
    assertThat(pod.get(next.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void a_dead_letter_is_taken_up_by_the_driver_alone() {
    TaskRecord dead = pod.submit(session, "sh", "exit 1", 1);
    pod.awaitEnd(dead.taskId());
    pods.execute("UPDATE task SET dead_letter = true WHERE task_id = '" + dead.taskId() + "'");
    take(DRIVER, 1);
    refused(Addresses.REQUEUE_TASK, new RequeueTask(TaskPods.OWNER, dead.taskId()));
    assertThat(
            ask(
                    Addresses.REQUEUE_TASK,
                    new RequeueTask(TaskPods.OWNER, dead.taskId(), new Claim.Bearer(DRIVER)))
                .repeated())
        .isFalse();
  }

  @Test
  void a_command_that_a_former_driver_sent_before_and_that_arrives_late_is_refused()
      throws SQLException {
    take(FORMER, 1);
    try (Connection rival = pods.connect();
        Statement statement = rival.createStatement()) {
      rival.setAutoCommit(false);
      statement.execute(taking(DRIVER, 2));
      // Sent while its sender was in control, as far as anybody could know.
      Future<SubmittedTask> late =
          pod.bus().request(Addresses.SUBMIT_TASK, quick().by(new Claim.Bearer(FORMER)));
      TaskPods.awaitTrue(() ->
          pods.query(
                  "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                      + " AND datname = current_database()",
                  row -> row.getLong(1))
              == 1);
      rival.commit();
      assertRefused(() -> Await.result(late));
    }
    assertThat(pods.events(session)).isEmpty();
  }

  @Test
  void a_repetition_gets_its_first_answer_whoever_drives_by_now() {
    Idempotency key = new Idempotency("k", "f");
    TaskRecord task = pod.submit(session, QUICK, key);
    take(DRIVER, 1);
    assertThat(pod.submit(session, QUICK, key).taskId()).isEqualTo(task.taskId());
  }

  @Test
  void where_the_lease_has_lapsed_and_in_other_sessions_everybody_acts() {
    take(DRIVER, 1);
    SessionRef other = pods.session("other");
    pod.submit(other, QUICK);
    SubmitTask elsewhere = new SubmitTask(other, QUICK, null, null, null, 1, null);
    pod.submit(elsewhere.by(new Claim.Driver(session, DRIVER)));
    pods.execute(
        "UPDATE session SET control_until = now() - interval '1 ms' WHERE control_epoch > 0");
    assertThat(pod.awaitEnd(pod.submit(session, QUICK).taskId()).status())
        .isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void what_follows_from_a_session_s_end_asks_nobody() {
    TaskPods.Pod busy = pods.start("pod-2", Map.of("tasks.ended_check_ms", "100"));
    TaskRecord task = busy.submit(session, "{\"iterations\":100000,\"interval_ms\":20}");
    busy.awaitStatus(task.taskId(), TaskStatus.RUNNING);
    take(DRIVER, 1);
    pods.execute("UPDATE session SET ended_at = now(), end_status = 'completed'");
    assertThat(busy.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
  }

  private SubmitTask quick() {
    return new SubmitTask(session, QUICK, null, null, null, 1, null);
  }

  private void take(String hash, long epoch) {
    pods.execute(taking(hash, epoch));
  }

  private String taking(String hash, long epoch) {
    return "UPDATE session SET control_epoch = "
        + epoch
        + ", control_hash = '"
        + hash
        + "', control_holder = 'drv_1', control_until = now() + interval '1 h'"
        + " WHERE session_no = "
        + session.number();
  }

  private <Q extends Record, R> R ask(Address<Q, R> address, Q wanted) {
    return Await.result(pod.bus().request(address, wanted));
  }

  private <Q extends Record, R> void refused(Address<Q, R> address, Q wanted) {
    assertRefused(() -> ask(address, wanted));
  }

  private static void assertRefused(ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.NOT_IN_CONTROL));
  }
}
