package dev.holdfast.shared.message;

/**
 * The durable answer to a submission.
 *
 * @param repeated whether the idempotency key had been used before and this is that task
 */
public record SubmittedTask(TaskRecord task, boolean repeated) {}
