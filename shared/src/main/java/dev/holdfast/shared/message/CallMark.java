package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What tells a call of a tool from the others of its session that are not finished. Another session
 * never meets it.
 *
 * @param request the caller's mark as JSON text; null where there is none. While a call of that
 *     mark is unfinished, the same call joins it, and another is refused with {@code
 *     request_conflict}
 * @param fingerprint SHA-256 of the tool and its arguments
 * @param coalesce whether any unfinished call of that fingerprint is joined
 */
public record CallMark(@Nullable String request, String fingerprint, boolean coalesce) {}
