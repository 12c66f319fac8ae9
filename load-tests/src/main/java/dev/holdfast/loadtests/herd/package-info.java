/**
 * Thousands of watchers on a few threads and plain sockets, by WebSocket and by server-sent events,
 * which keep their places over broken connections and can stop to read.
 *
 * <p>{@link dev.holdfast.loadtests.herd.Herd} has lanes, each a thread with a selector; a watcher
 * stays on its lane. What it does when a connection is over its {@link
 * dev.holdfast.loadtests.herd.Guide} says.
 *
 * <p><b>Invariant:</b> nothing here knows of pods and their processes, and nothing is judged but
 * the order of what came.
 */
@NullMarked
package dev.holdfast.loadtests.herd;

import org.jspecify.annotations.NullMarked;
