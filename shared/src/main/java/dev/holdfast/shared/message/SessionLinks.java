package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * The sessions before and after one whose context was full; each may be gone.
 *
 * @param continues the id of the session that this one goes on for
 * @param continuedBy the id of the session that goes on for this one; set once
 */
public record SessionLinks(@Nullable String continues, @Nullable String continuedBy) {
  public static final SessionLinks NONE = new SessionLinks(null, null);
}
