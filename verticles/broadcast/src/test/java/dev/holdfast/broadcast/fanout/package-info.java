/**
 * Fan-out under lost, late, repeated and reordered batches. <b>Invariant:</b> the log is a real
 * one.
 */
@NullMarked
package dev.holdfast.broadcast.fanout;

import org.jspecify.annotations.NullMarked;
