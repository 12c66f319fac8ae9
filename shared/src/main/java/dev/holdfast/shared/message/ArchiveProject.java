package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Archives a project: no session is bound to it and no entry is written for it any more. Fails with
 * {@code version_conflict} naming the actual confirmation, or {@code unknown_project}.
 *
 * @param confirm what a dry run answered; null for a dry run, which changes nothing
 */
public record ArchiveProject(Principal principal, String project, @Nullable String confirm) {}
