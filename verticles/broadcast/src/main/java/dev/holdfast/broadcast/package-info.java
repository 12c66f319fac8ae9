/**
 * From the log to the watchers of this pod: live batches where they are contiguous, the log where
 * they are not.
 *
 * <p>Imports: verticle -> fanout -> replay; verticle -> retention -> store.
 *
 * <p><b>Invariant:</b> nothing here knows a socket, a frame or a client; a watcher is a number and
 * a gateway's address.
 */
@NullMarked
package dev.holdfast.broadcast;

import org.jspecify.annotations.NullMarked;
