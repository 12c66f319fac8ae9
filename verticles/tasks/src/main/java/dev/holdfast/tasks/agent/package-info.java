/**
 * The port behind which everything that executes a task stands.
 *
 * <p><b>Invariant:</b> an agent knows its task and its sink; it never sees a lease, a queue or the
 * database.
 */
@NullMarked
package dev.holdfast.tasks.agent;

import org.jspecify.annotations.NullMarked;
