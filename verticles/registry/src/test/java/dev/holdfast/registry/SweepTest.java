package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SweepTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Database DATABASE = new Database();
  private static final Set<Long> BUSY = ConcurrentHashMap.newKeySet();
  private static final RegistryConfig CONFIG =
      TestConfigs.with(
          TestConfigs.of(TestRedis.uri()),
          "registry.sweep_ms",
          "50",
          "registry.sweep_batch",
          "7",
          "registry.activity_flush_ms",
          "10",
          "registry.absolute_ttl_s",
          "31536000");
  private static final TestPod ONE = TestPod.start("pod-1", CONFIG, DATABASE.config());
  private static final TestPod TWO = TestPod.start("pod-2", CONFIG, DATABASE.config());

  @BeforeAll
  static void standInForTasks() {
    for (TestPod pod : List.of(ONE, TWO)) {
      pod.answer(Addresses.FIND_BUSY_SESSIONS, wanted -> Set.copyOf(BUSY));
      pod.answer(Addresses.PURGE_SESSIONS, wanted -> Set.copyOf(wanted.sessions()));
    }
  }

  @AfterAll
  static void close() {
    ONE.close();
    TWO.close();
  }

  @Test
  void row_13_idle_sessions_expire_once_whatever_the_number_of_pods() {
    for (int i = 0; i < 40; i++) {
      insert("idle-" + i, 40, 31);
    }
    insert("in-use", 40, 29);
    await(
        "SELECT count(*) = 40 FROM session WHERE session_id LIKE 'idle-%' AND ended_at IS NOT"
            + " NULL");

    assertThat(
            DATABASE.rows(
                "SELECT DISTINCT end_status, end_reason FROM session WHERE session_id LIKE"
                    + " 'idle-%'"))
        .containsExactly("expired idle for longer than 2592000 s");
    assertThat(
            DATABASE.rows(
                "SELECT count(*) FROM audit WHERE act = 'session_ended' AND session_id LIKE"
                    + " 'idle-%'"))
        .containsExactly("40");
    assertThat(life("in-use")).isEqualTo("null");
  }

  @Test
  void row_13_a_session_at_work_never_expires() {
    BUSY.add(insert("at-work", 400, 31));
    insert("beside-it", 40, 31);
    insert("too-old", 366, 0);
    await(
        "SELECT count(*) = 2 FROM session WHERE session_id IN ('beside-it', 'too-old')"
            + " AND ended_at IS NOT NULL");

    assertThat(life("at-work")).isEqualTo("null");
    assertThat(life("too-old")).isEqualTo("expired");
  }

  @Test
  void row_13_the_use_of_a_session_keeps_it() {
    insert("used", 40, 29);
    ONE.resolve(ADA, "used", null, null);
    await(
        "SELECT last_active_at > now() - interval '1 minute' FROM session"
            + " WHERE session_id = 'used'");
  }

  @Test
  void row_13_an_ended_session_becomes_a_tombstone_and_is_deleted_later() {
    long number = insert("fades", 100, 100);
    DATABASE.execute(
        "UPDATE session SET ended_at = now() - interval '31 days', end_status = 'completed'"
            + " WHERE session_no = ?",
        number);
    DATABASE.execute(
        "INSERT INTO session_event (session_no, seq, type, data, at)"
            + " VALUES (?, 1, 'task.accepted', '{}', now())",
        number);
    DATABASE.execute(
        "INSERT INTO journal_append"
            + " (tenant, principal, idempotency_key, fingerprint, session_no)"
            + " VALUES ('acme', 'ada', 'k', 'f', ?)",
        number);
    await("SELECT tombstoned_at IS NOT NULL FROM session WHERE session_id = 'fades'");
    assertFault(
        () -> ONE.ask(Addresses.DESCRIBE_SESSION, new DescribeSession(ADA, "fades")),
        ErrorCode.UNKNOWN_SESSION);
    assertFault(
        () -> ONE.ask(Addresses.FIND_SESSION, new FindSession(ADA, "fades")),
        ErrorCode.UNKNOWN_SESSION);
    assertThat(
            ONE.ask(Addresses.LIST_SESSIONS, new ListSessions(ADA, null, "fades", null, null, 50))
                .sessions())
        .isEmpty();
    assertFault(() -> ONE.resolve(ADA, "fades", null, null), ErrorCode.SESSION_ENDED);

    DATABASE.execute(
        "UPDATE session SET tombstoned_at = now() - interval '31 days' WHERE session_no = ?",
        number);
    await("SELECT count(*) = 0 FROM session WHERE session_no = " + number);
    assertThat(DATABASE.rows("SELECT 1 FROM session_event WHERE session_no = ?", number)).isEmpty();
    assertThat(DATABASE.count("journal_append")).isZero();
    assertThat(ONE.resolve(ADA, "fades", null, null).created()).isTrue();
  }

  /** A session that is so many days old, and idle for so many. */
  private static long insert(String id, int days, int idleDays) {
    String number =
        DATABASE
            .rows(
                "WITH made AS (INSERT INTO session (tenant, principal, session_id, created_at,"
                    + " last_active_at) VALUES ('acme', 'ada', ?, now() - ? * interval '1 day',"
                    + " now() - ? * interval '1 day') RETURNING session_no)"
                    + " INSERT INTO session_log (session_no) SELECT session_no FROM made"
                    + " RETURNING session_no",
                id,
                days,
                idleDays)
            .getFirst();
    return Long.parseLong(number);
  }

  private static String life(String id) {
    return DATABASE.rows("SELECT end_status FROM session WHERE session_id = ?", id).getFirst();
  }

  private static void await(String sql) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> DATABASE.rows(sql).equals(List.of("t")));
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
