package dev.holdfast.tasks.task;

/**
 * A text that a task's owner sent to its agent.
 *
 * @param number counts up within the task
 */
public record GivenMessage(long number, String text) {}
