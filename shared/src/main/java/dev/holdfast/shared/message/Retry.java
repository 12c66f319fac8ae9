package dev.holdfast.shared.message;

/**
 * That a task is tried again after a failure that may pass, for as many attempts as it may have.
 *
 * @param backoffMs milliseconds that the pause after the first failure is at most; twice as many
 *     after each further one
 * @param backoffMsMax milliseconds that no pause is longer than
 */
public record Retry(int backoffMs, int backoffMsMax) {
  public static final int BACKOFF_MS_DEFAULT = 1_000;
  public static final int BACKOFF_MS_MAX_DEFAULT = 60_000;
}
