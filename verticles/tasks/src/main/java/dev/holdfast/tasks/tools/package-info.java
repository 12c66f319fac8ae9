/**
 * Tools: what can be called by name, with a schema of its arguments. The operator offers configured
 * agents as tools, and the servers of agents offer theirs. A call becomes the input of an ordinary
 * task.
 *
 * <p><b>Invariant:</b> nothing is executed here, and no call is remembered: a call that is not a
 * durable task does not exist.
 */
@NullMarked
package dev.holdfast.tasks.tools;

import org.jspecify.annotations.NullMarked;
