package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Takes a dead letter up again: a new task like it, before all that wait in its session. A dead
 * letter is taken up once; a repetition is answered with the task that was made.
 *
 * <p>Fails with {@code unknown_task}, {@code not_dead_letter}, {@code session_ended} or {@code
 * queue_full}.
 */
public record RequeueTask(Principal principal, String taskId) {}
