package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Asks for the end of a task. Durable before it is answered: a queued task is cancelled at once, a
 * running one has its request recorded and is stopped by the pod that runs it, whichever that is.
 */
public record CancelTask(Principal principal, String taskId) {}
