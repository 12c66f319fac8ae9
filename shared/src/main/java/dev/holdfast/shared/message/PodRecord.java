package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.PodId;

/**
 * What the database knows of a pod that is alive.
 *
 * @param incarnation the number of this start of the process, or of its return after it was given
 *     up; never used again
 * @param startedAt when that was, RFC 3339
 * @param silentMs milliseconds since its last sign of life, by the database's clock
 * @param sessionsLeased sessions whose tasks it runs
 * @param tasksRunning tasks of those that run or wait for an answer of their owner
 */
public record PodRecord(
    PodId pod,
    long incarnation,
    String startedAt,
    long silentMs,
    long sessionsLeased,
    long tasksRunning) {}
