package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/** Asks for a task; fails with {@code unknown_task}, for a foreign one as for an absent one. */
public record GetTask(Principal principal, String taskId) {}
