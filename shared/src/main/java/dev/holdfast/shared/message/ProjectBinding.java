package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What a session works on.
 *
 * @param project null in mode {@code sentinel}
 * @param mode which tools the session has
 * @param projectKey made by the server from owner, project and repository; the same for every
 *     session that is bound so. Null without a project
 * @param repoRoot the repository the binding was made for, or null
 * @param generation greater with each change of any binding; never told twice, not even of a
 *     session that was deleted and made again
 * @param version grows by one with each change, from 1
 * @param boundAt RFC 3339 UTC, database clock
 */
public record ProjectBinding(
    @Nullable String project,
    SessionMode mode,
    @Nullable String projectKey,
    @Nullable String repoRoot,
    long generation,
    long version,
    String boundAt) {}
