/**
 * A crowd of watchers and the one that publishes to them, as a program of its own: the same code
 * for every server that is measured, so that no server has a cheaper client than another.
 *
 * <p>One thread, one selector, plain sockets. What it takes to read a message is the same few
 * instructions whatever the protocol.
 *
 * <p><b>Invariant:</b> it knows nothing of what is measured but the bytes on the wire.
 */
@NullMarked
package dev.holdfast.loadtests.crowd;

import org.jspecify.annotations.NullMarked;
