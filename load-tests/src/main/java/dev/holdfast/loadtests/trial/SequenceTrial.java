package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * P16: the numbers of a session's events are without a gap, unique and in the order of commits.
 * Tasks and entries write into the same sessions while transactions are broken off inside Postgres
 * and pods are killed. Meanwhile snapshots are taken: one in which a number is missing below the
 * highest shows a commit out of order.
 */
public final class SequenceTrial implements Trial {
  private static final int SESSIONS = 40;
  private static final int AT_ONCE = 24;
  private static final int STEPS = 50;
  private static final int ENTRIES_EVERY = 3;
  private static final int EVENTS_A_KILL = 20_000;
  private static final int LOOK_EVERY_MS = 100;

  public static void main(String[] args) {
    Program.main(new SequenceTrial(), args);
  }

  @Override
  public String promise() {
    return "P16";
  }

  @Override
  public int wanted() {
    return 1_000_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "sequence", random);
    int tasks = Math.max(SESSIONS, n / (STEPS + 3) + 1);
    Reaper reaper = new Reaper(stage, random, Math.max(1, n / EVENTS_A_KILL), tasks);
    AtomicInteger looks = new AtomicInteger();
    Crowd.during(
        LOOK_EVERY_MS,
        () -> look(stage, work, looks.incrementAndGet(), findings),
        () -> {
          reaper.during(findings, () -> write(stage, work, tasks, reaper));
          return true;
        });
    stage.heal();
    work.awaitEnd(findings);
    work.judge(false, findings);
    missing(stage, work, findings);
    findings.remark("snapshots", Integer.toString(looks.get()));
    findings.tried(
        stage
            .postgres()
            .number(
                "SELECT sum(l.last_seq) FROM session_log l JOIN session s"
                    + " ON s.session_no = l.session_no WHERE s.principal = ?",
                work.principal()));
  }

  private static boolean write(Stage stage, TaskWork work, int tasks, Reaper reaper)
      throws InterruptedException {
    Crowd.each(
        tasks,
        AT_ONCE,
        i -> {
          reaper.pace(i);
          String session = "sequence-" + i % SESSIONS;
          work.submit(session, new TaskWork.Demo(STEPS, 1, 20, 0));
          if (i % ENTRIES_EVERY == 0) {
            append(stage, work, session, i);
          }
        });
    return true;
  }

  private static void append(Stage stage, TaskWork work, String session, int i) {
    Pod pod = stage.pods().get(i % stage.pods().size());
    String body = "{\"message\":\"entry " + i + "\"}";
    // Asked once: whether it was written is not of interest here, only where it stands.
    stage
        .caller()
        .call(pod, Caller.Ask.post(work.token(), "/api/sessions/" + session + "/entries", body));
  }

  /** One snapshot, and some transactions broken off. */
  private static void look(Stage stage, TaskWork work, int number, Findings findings) {
    missing(stage, work, findings);
    if (number % 3 == 0) {
      List<List<String>> ended =
          stage
              .postgres()
              .rows(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type ="
                      + " 'client backend' AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
                      + " ORDER BY random() LIMIT 1");
      ended.forEach(row -> findings.count("transactions broken off"));
    }
    Blocking.pause(1);
  }

  /** One statement is one snapshot. */
  private static void missing(Stage stage, TaskWork work, Findings findings) {
    stage
        .postgres()
        .rows(
            """
            SELECT s.session_id, l.last_seq, l.trimmed_to, count(e.seq), coalesce(max(e.seq), 0)
            FROM session s JOIN session_log l ON l.session_no = s.session_no
            LEFT JOIN session_event e ON e.session_no = s.session_no AND e.seq > l.trimmed_to
            WHERE s.principal = ?
            GROUP BY s.session_id, l.last_seq, l.trimmed_to
            HAVING count(e.seq) <> l.last_seq - l.trimmed_to
              OR coalesce(max(e.seq), l.trimmed_to) <> l.last_seq
            """,
            work.principal())
        .forEach(row -> findings.violation("a snapshot with a gap: " + row));
  }
}
