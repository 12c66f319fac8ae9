/**
 * Agents whose tasks are run by workers: programs elsewhere that hold a connection to this pod.
 *
 * <pre>
 * Workers   who is connected here, with how many places; a place is kept before an attempt begins
 * Place     one attempt at one worker: what the worker says waits here for the attempt's thread
 * WorkerRun the attempt itself: from the job's frame to the outcome
 * </pre>
 *
 * <p>A job's lease is the worker's connection and its signs of life. It outlives a broken
 * connection for the grace time, on this pod alone. What a worker says is taken by the thread of
 * its attempt, one after the other, and acknowledged when it was taken; whoever sends stops reading
 * from the worker while much is not acknowledged.
 *
 * <p><b>Invariant:</b> what is said about a job that is over reaches no sink.
 */
@NullMarked
package dev.holdfast.tasks.agent.worker;

import org.jspecify.annotations.NullMarked;
