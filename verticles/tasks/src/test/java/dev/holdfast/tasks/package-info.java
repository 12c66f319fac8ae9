/**
 * Tasks as a whole module: real verticles on a real database.
 *
 * <p><b>Invariant:</b> no test waits on time; each waits for a state or an event.
 */
@NullMarked
package dev.holdfast.tasks;

import org.jspecify.annotations.NullMarked;
