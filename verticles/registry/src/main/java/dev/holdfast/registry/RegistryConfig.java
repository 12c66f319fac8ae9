package dev.holdfast.registry;

import dev.holdfast.registry.belief.BeliefConfig;
import dev.holdfast.registry.cache.CacheConfig;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.journal.JournalConfig;
import dev.holdfast.registry.lifecycle.LifecycleConfig;
import dev.holdfast.registry.project.ProjectConfig;
import dev.holdfast.registry.share.ShareConfig;
import dev.holdfast.registry.store.GroupConfig;
import dev.holdfast.shared.config.Settings;

/**
 * How the registry works.
 *
 * @param deadline after so many milliseconds without an answer of Postgres a request fails,
 *     100-60000
 * @param resolveAttemptsMax how often a request looks again after somebody else was first, 2-100
 * @param keyCheckMs milliseconds for which a question about the keys of live connections waits for
 *     others to share its query, 1-1000
 */
public record RegistryConfig(
    CacheConfig cache,
    BeliefConfig belief,
    Deadline deadline,
    int resolveAttemptsMax,
    JournalConfig journal,
    LifecycleConfig lifecycle,
    ShareConfig share,
    int keyCheckMs,
    ProjectConfig project,
    GroupConfig groups) {
  public static RegistryConfig read(Settings settings) {
    return new RegistryConfig(
        CacheConfig.read(settings),
        BeliefConfig.read(settings),
        new Deadline(settings.integer("registry.deadline_ms", 1_600, 100, 60_000)),
        settings.integer("registry.resolve_attempts_max", 5, 2, 100),
        JournalConfig.read(settings),
        LifecycleConfig.read(settings),
        ShareConfig.read(settings),
        settings.integer("registry.key_check_ms", 500, 1, 1_000),
        ProjectConfig.read(settings),
        GroupConfig.read(settings));
  }
}
