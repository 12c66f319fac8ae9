/**
 * Who controls a session: a lease that is taken, taken over, renewed and given back, each change
 * told in the session's log.
 *
 * <p>Whether a command may pass is asked elsewhere, in the command's own transaction ({@code
 * shared.control}).
 *
 * <p><b>Invariant:</b> no control token is ever here, only its hash; nothing is decided by a pod's
 * clock.
 */
@NullMarked
package dev.holdfast.registry.control;

import org.jspecify.annotations.NullMarked;
