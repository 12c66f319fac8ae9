/**
 * What was noted in a project: entries in logs whose hash chain shows any later change.
 *
 * <p>Flow: Journal -> project (what is the session bound to) -> store; searches go through their
 * own narrow door, so that a costly one holds up no append; ChainCheck recomputes on a worker.
 *
 * <p><b>Invariant:</b> no entry is without a project, and none is changed or removed, not by a
 * rotation either.
 */
@NullMarked
package dev.holdfast.registry.journal;

import org.jspecify.annotations.NullMarked;
