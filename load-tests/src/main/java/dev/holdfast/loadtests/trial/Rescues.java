package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.fault.Harm;
import dev.holdfast.loadtests.stage.Stage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long tasks were orphans: from the harm to the pod that ran them to the end of the attempt
 * that was lost to it, when others may begin the next one.
 */
final class Rescues {
  private static final long BOUND_MS = 15_000;

  private Rescues() {}

  /** Notes the longest one; it is late where nothing but that pod was harmed meanwhile. */
  static void judge(Stage stage, TaskWork work, List<Harm> harms, Findings findings) {
    stage
        .postgres()
        .each(
            "SELECT a.pod, (extract(epoch FROM a.started_at) * 1000)::bigint AS started_ms,"
                + " (extract(epoch FROM a.ended_at) * 1000)::bigint AS ended_ms"
                + " FROM attempt a JOIN task t ON t.task_no = a.task_no"
                + " WHERE t.principal = ? AND a.outcome = 'worker_lost'",
            row ->
                judge(
                    row.getString("pod"),
                    row.getLong("started_ms"),
                    row.getLong("ended_ms"),
                    harms,
                    findings),
            work.principal());
  }

  /** The first harm of that pod while the attempt was at work is what it was lost to. */
  static void judge(String pod, long startedMs, long endedMs, List<Harm> harms, Findings findings) {
    findings.count("orphans");
    Optional<Harm> cause =
        harms.stream()
            .filter(harm -> harm.takes(pod, startedMs, endedMs))
            .min(Comparator.comparingLong(Harm::fromMs));
    if (cause.isEmpty()) {
      findings.count("orphans of a pod that was not harmed by itself");
      return;
    }
    long from = Math.max(cause.get().fromMs(), startedMs);
    long tookMs = endedMs - from;
    boolean postgresAway =
        harms.stream()
            .anyMatch(harm -> harm.fault().stopsEverything() && harm.overlaps(from, endedMs));
    if (postgresAway) {
      findings.max("ms to the rescue beside an outage of Postgres", tookMs);
      return;
    }
    findings.max("ms to the rescue", tookMs);
    if (tookMs > BOUND_MS) {
      findings.late("a task of " + pod + " was an orphan for " + tookMs + " ms after " + cause);
    }
  }
}
