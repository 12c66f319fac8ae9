package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Asks how many tasks the principal has.
 *
 * @param sessionNo only this session's
 */
public record CountTasks(Principal principal, @Nullable Long sessionNo) {}
