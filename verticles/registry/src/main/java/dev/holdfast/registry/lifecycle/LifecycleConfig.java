package dev.holdfast.registry.lifecycle;

import dev.holdfast.registry.store.SessionLimits;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;

/**
 * How sessions end by themselves and are cleared away.
 *
 * @param idleTtlS seconds without use after which a session expires, 1-2000000000
 * @param absoluteTtlS seconds after which a session expires however busy it was, but for tasks that
 *     are not finished; 0 for never, at most 2000000000
 * @param endedTtlS seconds after its end until nothing of a session can be read any more and only
 *     its id is kept, 0-2000000000
 * @param tombstoneTtlS seconds after that until it is deleted and its id is free, 0-2000000000
 * @param activityNoteMs milliseconds within which the use of a session is noted once, 1-3600000; at
 *     most a quarter of the idle time
 * @param activityFlushMs milliseconds until a use that is to be noted is written, 10-60000
 * @param activitySessionsMax sessions whose use a pod keeps in mind, 100-10000000
 * @param refusalsPerMinuteMax refused accesses a pod writes into the audit trail in a minute,
 *     1-1000000
 * @param sweepMs milliseconds between two rounds of a pod, 50-3600000
 * @param sweepBatch sessions a round takes at most, 1-10000
 * @param recountMs milliseconds between two rounds of a pod over all counts of open sessions,
 *     50-86400000
 * @param limits of sessions that are open at once
 */
public record LifecycleConfig(
    int idleTtlS,
    int absoluteTtlS,
    int endedTtlS,
    int tombstoneTtlS,
    int activityNoteMs,
    int activityFlushMs,
    int activitySessionsMax,
    int refusalsPerMinuteMax,
    int sweepMs,
    int sweepBatch,
    int recountMs,
    SessionLimits limits) {
  private static final int MONTH_S = 30 * 24 * 3_600;
  private static final int TTL_MAX_S = 2_000_000_000;

  public LifecycleConfig {
    if (4L * activityNoteMs > 1_000L * idleTtlS) {
      throw new ConfigException(
          "registry.activity_note_ms must be at most a quarter of registry.idle_ttl_s: 4 x "
              + activityNoteMs
              + " ms > "
              + idleTtlS
              + " s");
    }
  }

  public static LifecycleConfig read(Settings settings) {
    return new LifecycleConfig(
        settings.integer("registry.idle_ttl_s", MONTH_S, 1, TTL_MAX_S),
        settings.integer("registry.absolute_ttl_s", 0, 0, TTL_MAX_S),
        settings.integer("registry.ended_ttl_s", MONTH_S, 0, TTL_MAX_S),
        settings.integer("registry.tombstone_ttl_s", MONTH_S, 0, TTL_MAX_S),
        settings.integer("registry.activity_note_ms", 60_000, 1, 3_600_000),
        settings.integer("registry.activity_flush_ms", 1_000, 10, 60_000),
        settings.integer("registry.activity_sessions_max", 100_000, 100, 10_000_000),
        settings.integer("registry.audit_refusals_per_minute_max", 600, 1, 1_000_000),
        settings.integer("registry.sweep_ms", 5_000, 50, 3_600_000),
        settings.integer("registry.sweep_batch", 100, 1, 10_000),
        settings.integer("registry.recount_ms", 3_600_000, 50, 86_400_000),
        SessionLimits.read(settings));
  }
}
