/**
 * The statements that trim histories.
 *
 * <p><b>Invariant:</b> nothing of a task that has not ended is trimmed, nor anything after its
 * first event, nor an event that outlives trimming.
 */
@NullMarked
package dev.holdfast.broadcast.store;

import org.jspecify.annotations.NullMarked;
