package dev.holdfast.tasks.execution;

import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.task.Attempt;

/**
 * An attempt under way on this pod.
 *
 * @param cancellation ends the agent
 * @param writer where its news goes
 */
record RunningAttempt(Attempt attempt, Cancellation cancellation, AttemptWriter writer) {}
