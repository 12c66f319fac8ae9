package dev.holdfast.tasks.execution;

import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.task.Attempt;

/**
 * An attempt under way on this pod.
 *
 * @param cancellation ends the agent
 * @param writer where its news goes
 * @param questions what it asks its owner
 * @param watchdog how long it has run and been silent
 * @param limits what it may use
 */
record RunningAttempt(
    Attempt attempt,
    Cancellation cancellation,
    AttemptWriter writer,
    AttemptQuestions questions,
    Watchdog watchdog,
    AttemptLimits limits) {}
