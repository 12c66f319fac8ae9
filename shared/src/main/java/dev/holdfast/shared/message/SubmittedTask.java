package dev.holdfast.shared.message;

/**
 * The durable answer to a submission.
 *
 * @param repeated whether the idempotency key had been used before and this is that task
 * @param before the number of the session's event after which a watcher misses nothing that the
 *     task did; {@link #UNKNOWN} where nobody looked
 */
public record SubmittedTask(TaskRecord task, boolean repeated, long before) {
  /** In the place of a number; as a watch's position it is {@link Watch#NOW}. */
  public static final long UNKNOWN = -1;

  public SubmittedTask(TaskRecord task, boolean repeated) {
    this(task, repeated, UNKNOWN);
  }
}
