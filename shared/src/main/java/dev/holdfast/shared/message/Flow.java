package dev.holdfast.shared.message;

/**
 * A watcher's back pressure: while it is paused nothing is sent to it, and what it missed is read
 * from the log when it goes on, so a slow reader costs no memory here.
 *
 * @param paused true when its socket's buffer is full; false when it has drained, and when an
 *     awaited delivery was written to a socket that is not full
 */
public record Flow(long watcher, boolean paused) {}
