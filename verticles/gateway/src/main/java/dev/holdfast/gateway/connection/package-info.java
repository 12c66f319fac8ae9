/**
 * The lasting connections of one gateway instance: how many there are, what each watches, and how
 * fast it reads. Events come in from the bus for several watchers at once, are encoded once for
 * each format, and go out to every socket; a socket that is full is told on, and cut off when it
 * stays so.
 *
 * <p>Everything runs on the instance's event loop.
 *
 * <p><b>Invariant:</b> no event is kept for a slow reader, and no protocol is known here.
 */
@NullMarked
package dev.holdfast.gateway.connection;

import org.jspecify.annotations.NullMarked;
