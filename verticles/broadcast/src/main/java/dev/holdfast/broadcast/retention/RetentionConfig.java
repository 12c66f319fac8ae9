package dev.holdfast.broadcast.retention;

import dev.holdfast.broadcast.store.Retained;
import dev.holdfast.shared.config.Settings;

/**
 * How much of the histories is kept.
 *
 * @param retained what each session keeps
 * @param pauseMs milliseconds between two rounds, 10-3600000
 * @param batch events trimmed in one transaction, 1-100000
 * @param sessions sessions looked at in one round, 1-100000
 */
public record RetentionConfig(Retained retained, int pauseMs, int batch, int sessions) {
  public static RetentionConfig read(Settings settings) {
    return new RetentionConfig(
        new Retained(
            settings.integer("broadcast.retain_events", 1_000_000, 1, 1_000_000_000),
            settings.integer("broadcast.retain_s", 2_592_000, 1, 315_360_000)),
        settings.integer("broadcast.trim_ms", 5_000, 10, 3_600_000),
        settings.integer("broadcast.trim_batch", 1_000, 1, 100_000),
        settings.integer("broadcast.trim_sessions", 1_000, 1, 100_000));
  }
}
