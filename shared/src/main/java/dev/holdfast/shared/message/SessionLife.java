package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * Since when a session is idle, and how it ended; times are RFC 3339 UTC, database clock.
 *
 * @param lastActiveAt noted at most once a minute
 * @param endedAt null while it lives
 * @param endStatus the wire name of an {@link EndStatus}; null while it lives
 * @param endReason null where none was given
 */
public record SessionLife(
    String lastActiveAt,
    @Nullable String endedAt,
    @Nullable String endStatus,
    @Nullable String endReason) {
  public boolean ended() {
    return endedAt != null;
  }
}
