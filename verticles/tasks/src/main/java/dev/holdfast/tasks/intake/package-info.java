/**
 * Submissions, look-ups and cancellations: event-loop code, one transaction each, answered after
 * the commit.
 *
 * <p><b>Invariant:</b> no task exists without its queue place and its first event.
 */
@NullMarked
package dev.holdfast.tasks.intake;

import org.jspecify.annotations.NullMarked;
