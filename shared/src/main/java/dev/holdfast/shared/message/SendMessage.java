package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Sends a text to the agent of an unfinished task. Durable, and in the session's log, before it is
 * answered; the agent reads it when it next looks, on whichever pod it runs. Fails with {@code
 * not_supported} where the kind of agent never looks.
 *
 * @param text 1-65536 characters
 */
public record SendMessage(Principal principal, String taskId, String text) {}
