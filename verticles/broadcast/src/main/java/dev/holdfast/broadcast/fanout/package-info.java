/**
 * Who watches what on this pod, which pods watch what, and the way of a committed batch to both.
 *
 * <p>commit -> this pod's watchers; commit -> the session's home pod -> the pods that watch. The
 * home is found by rendezvous hashing, so that an event costs one message and one for each pod that
 * watches it, whatever the size of the fleet.
 *
 * <p><b>Invariant:</b> no event reaches a watcher out of order or twice, and none is left out that
 * its filter wants, but with a gap that says so.
 */
@NullMarked
package dev.holdfast.broadcast.fanout;

import org.jspecify.annotations.NullMarked;
