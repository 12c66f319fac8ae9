package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/** Asks what a task has used; fails with {@code unknown_task}, for a foreign one as for none. */
public record GetTaskUsage(Principal principal, String taskId) {}
