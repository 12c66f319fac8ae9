package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/** The questions that a task's agent asked, newest first, at most 100. */
public record ListInputs(Principal principal, String taskId) {}
