/**
 * How sessions end: on request or by time, with everything that hangs on them.
 *
 * <p>Flow: one transaction for the session and its bindings -> caches -> tasks are told. What is
 * lost after the commit is found again by a round that looks for it.
 *
 * <p><b>Invariant:</b> no session is ended twice, and none that ended lives again.
 */
@NullMarked
package dev.holdfast.registry.lifecycle;

import org.jspecify.annotations.NullMarked;
